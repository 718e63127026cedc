#!/bin/sh
# faiss gives equally near rows in an order that hangs on the metric, the kind of index, and on how many are asked for.
#
# Expected: the row that was added first goes first, or at least one order for all kinds. Seen with faiss-cpu 1.15.1, five
# equal rows 5 to 9: by L2 they come as 5 6 7 8 9, by inner product as 9 8 7 6 5; of two that are asked for by inner product
# 5 and 6 are the ones, turned round. IndexPQFastScan gives them downwards where 20 hits are asked for, upwards where it is
# 21, and in neither order where it is 50.
# Why it matters: a folder has the same heading in several entries, and which one is offered first changes with the number of
# hits that somebody asks for. Ties have to be sorted by the caller.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check faiss-cpu==1.15.1 numpy==2.4.6
cat > "$home/look.py" <<'PY'
import faiss
import numpy as np

rows = np.repeat(np.eye(4, dtype="float32"), 5, axis=0)
query = rows[5:6]


def flat(kind, count):
    index = kind(4)
    index.add(rows)
    return index.search(query, count)[1][0][:5].tolist()


coded = faiss.IndexPQ(16, 8, 4, faiss.METRIC_INNER_PRODUCT)
centroids = np.random.default_rng(0).standard_normal(8 * 16 * 2).astype("float32")
faiss.copy_array_to_vector(centroids, coded.pq.centroids)
coded.is_trained = True
codes = np.repeat(np.random.default_rng(1).integers(0, 256, (30, 4)).astype("uint8"), 5, axis=0)
coded.add_sa_codes(codes)
quick, near = faiss.IndexPQFastScan(coded), coded.reconstruct(15)[None, :]
own = range(15, 20)


def places(count):
    return [row for row in quick.search(near, count)[1][0].tolist() if row in own]


by_l2, by_product, two = flat(faiss.IndexFlatL2, 5), flat(faiss.IndexFlatIP, 5), flat(faiss.IndexFlatIP, 2)
orders = {count: places(count) for count in (10, 20, 21, 50, 100)}
print("faiss-cpu", faiss.__version__, "L2:", by_l2, "inner product:", by_product, "two:", two, "fast scan:", orders)
assert by_l2 == [5, 6, 7, 8, 9]
assert by_product == [9, 8, 7, 6, 5]
assert two == [6, 5]
down, up = sorted(own, reverse=True), sorted(own)
assert orders[10] == orders[20] == down
assert orders[21] == up and orders[50] not in (up, down)
PY
"$home/venv/bin/python" "$home/look.py"
