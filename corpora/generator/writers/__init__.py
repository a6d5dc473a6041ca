"""One module a file format; each turns a `Disclosure` into bytes, the same bytes every time."""
