"""What leaves Carnet as a file made here: a page as PDF, days as a calendar. In memory, never on a disk."""
