"""The table of faults: what was done to an import, what it said, what was in afterwards, and what the next try did."""
import types

HEADING = ("fault", "database", "times", "exit or status", "in afterwards", "the next try", "message")
LONGEST_MESSAGE = 230


class FaultTable:
    """Faults that end alike share a line, with the words of the first one."""

    def __init__(self, database):
        self.database = database
        self.hits = {}

    def add(self, fault, status, inside, said, then):
        hit = self.hits.setdefault((fault, status, inside, then), types.SimpleNamespace(times=0, said=said))
        hit.times += 1

    def text(self):
        rows = [HEADING]
        for (fault, status, inside, then), hit in self.hits.items():
            said = hit.said if len(hit.said) <= LONGEST_MESSAGE else hit.said[:LONGEST_MESSAGE - 3] + "..."
            rows.append((fault, self.database, str(hit.times), str(status), inside, then, said))
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADING) - 1)]
        return "".join("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths)), row[-1]]) + "\n" for row in rows)
