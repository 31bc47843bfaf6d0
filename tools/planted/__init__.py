"""Networks trained on the spot with one known shortcut, and their clean twins: what instruments are tried on.

A model with a known defect must be found guilty by the same tools that we show to people, and a clean one
must not (honesty rule 11). ``pictures`` makes those of a corner mark and of brightness, ``comments`` those of
a word; ``cases`` the stimuli on which they are asked, ``bench`` puts both within reach of any instrument.
"""
