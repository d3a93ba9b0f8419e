"""What a file may ask of the machine before it is refused."""

#: A roster of 500,000 rows has 60 MB; nothing a unit sends is larger.
MOST_BYTES = 200 * 2**20
#: What the parts of a zip may unpack to together.
MOST_UNPACKED = 800 * 2**20
#: A zip that unpacks to more than this may be so many times as large, and so may each of its parts: sheets of a workbook
#: that are nothing but equal cells take 40 times their size, those of an open document 230; a bomb takes 1,000.
SELDOM_UNPACKED = 64 * 2**20
MOST_TIMES, MOST_TIMES_OPEN = 150, 500
#: Characters of a cell: Excel lets in no more (its specifications and limits).
LONGEST_CELL = 32_767
#: What the desk's own process looks at; a roster of 100,000 rows has 8 MB, and 120 MB unpacked.
MOST_GLANCED = 32 * 2**20
MOST_GLANCED_UNPACKED = 400 * 2**20
LONGEST_GLANCED_ROW = 2**20
#: Cells in the rectangle calamine would fill: 24 bytes each before anything stands in them.
MOST_CELLS = 12_000_000
#: Address space of the process that reads: five times what a roster of 500,000 rows takes.
MOST_MEMORY = 3 * 2**30
#: Small parts that are read whole: the list of sheets, the cell styles.
MOST_SMALL_PART = 16 * 2**20
#: Marked cells, merged ranges and hidden rows that are kept of one sheet.
MOST_FACTS = 200_000
#: Files of a folder of 任免表.
MOST_FORMS = 20_000
#: Seconds without a sign of life from the reading process.
LONGEST_SILENCE = 120.0
#: Web pages and XML of 2003 that are named .xls: their readers are slow, and no system writes a roster that large.
MOST_MARKUP = 40 * 2**20
#: One form: a person's texts and a photo of 8 MB, which is written in 11.
MOST_FORM = 20 * 2**20
#: Sheets of an XML spreadsheet of 2003, and tables of a web page.
MOST_SHEETS = 10_000
