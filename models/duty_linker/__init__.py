"""The duty linker: how the shipped spaCy pipeline is trained on `corpora/links`, measured and packaged."""
