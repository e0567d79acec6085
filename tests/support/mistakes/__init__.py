CASES = ()
SINGLE = {}
