def company_panel(frame,d): pass
def tables_panel(frame): pass
