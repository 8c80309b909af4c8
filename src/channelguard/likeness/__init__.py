"""In which atoms can a brand be read, and how plainly?

Read once for each atom that is not official; the ``*-lookalike``, ``*-typo``, ``*-affix`` detectors
each take the likenesses of their own form. Order of trust: the very name, the name as the eye reads
it, its words swapped, slips, an abbreviation.
"""
