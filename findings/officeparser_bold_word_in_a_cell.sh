#!/bin/sh
# officeparser keeps the bold word of a cell in a LibreOffice sheet and drops the rest: "tekent niet zelf" is "niet".
#
# Expected: the whole cell; a word that is set in bold splits the text of a cell into parts and takes nothing away. Seen
# with officeparser 7.8.0: as soon as a part of the cell has a form of its own (text:span), only such parts are read, in
# plain text as in Markdown. The same words in a text document (ODT) come whole, and so does a cell without bold.
# Why it matters: what a school stresses is what stays: of a rule only "niet" or "alleen" is left, and nothing warns.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" officeparser@7.8.0 fflate@0.8.2
cat > "$home/look.cjs" <<'JS'
const assert = require("node:assert");
const { strToU8, zipSync } = require("fflate");
const { parseOffice } = require("officeparser");

const BOLD = 'De leerling tekent <text:span text:style-name="vet">niet</text:span> zelf';
const urn = (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`;
const MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

function written(kind, body) {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  const fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"';
  const style = '<style:style style:name="vet" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>';
  const content =
    `<?xml version="1.0" encoding="UTF-8"?><office:document-content ${["office", "style", "table", "text"].map(urn).join(" ")} ${fo} ` +
    `office:version="1.3"><office:automatic-styles>${style}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`;
  const entries = [["/", type], ["content.xml", "text/xml"]]
    .map(([path, media]) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${media}"/>`)
    .join("");
  const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="${MANIFEST}" manifest:version="1.3">${entries}</manifest:manifest>`;
  return Buffer.from(
    zipSync({ mimetype: [strToU8(type), { level: 0 }], "content.xml": strToU8(content), "META-INF/manifest.xml": strToU8(manifest) }),
  );
}

const cell = (inner) => `<table:table-cell office:value-type="string"><text:p>${inner}</text:p></table:table-cell>`;
const row = cell("De school tekent") + cell(BOLD);
const sheet = written(
  "spreadsheet",
  `<office:spreadsheet><table:table table:name="Blad1"><table:table-column table:number-columns-repeated="2"/>` +
    `<table:table-row>${row}</table:table-row></table:table></office:spreadsheet>`,
);
const text = written("text", `<office:text><text:p>${BOLD}</text:p></office:text>`);

(async () => {
  const seen = {};
  for (const [name, file, fileType] of [["odt", text, "odt"], ["ods", sheet, "ods"]])
    seen[name] = (await (await parseOffice(file, { fileType })).to("text")).value.trim();
  console.log("officeparser 7.8.0", seen);
  assert.equal(seen.odt, "De leerling tekent niet zelf");
  assert.equal(seen.ods, "De school tekent\tniet", "the cell is whole");
})();
JS
node "$home/look.cjs"
