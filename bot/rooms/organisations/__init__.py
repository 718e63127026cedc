"""A few words on a school or an mbo in; who does what there, out."""
