// A customer's own rows in a file: CSV for a spreadsheet, JSON for programs. One definition of the columns makes both.
//
// CSV: UTF-8 with a byte order mark, semicolons, CR LF, a first line of headings in the reader's language; amounts and quantities
// with the language's decimal sign and without signs between thousands, dates as 2018-05-31. A text that a spreadsheet would take for
// a formula (it begins with = + - @ or a tab, spaces before it or not) gets an apostrophe before it (OWASP, CSV injection).
// JSON (its form does not depend on the language): an array of objects; amounts are integers of minor units beside a "currency", quantities numbers with a
// decimal point, dates 2018-05-31, what is not known is null.
#pragma once

#include "base/date.h"
#include "base/money.h"
#include "base/quantity.h"
#include "view/format.h"
#include "view/model.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portal::view {

enum class DataForm { csv, json };

std::string_view media_type(DataForm form);
std::string_view file_ending(DataForm form); // ".csv"

// One of a few words: programs read always the same, people their language's.
struct DataWord {
    std::string word, shown;
};
// A field of a row; monostate: nothing.
using DataField = std::variant<std::monostate, std::string, DataWord, Money, Quantity, Date>;

template <typename Value> DataField to_field(std::optional<Value> const& value) { return value ? DataField { *value } : DataField {}; }

// What parts/downloads shows: a list of {url, name}. `path` ends where `.csv`, `.json` or `.xml` (Green Button) begins; `customer` may be empty.
std::vector<Model> downloads(std::string const& path, std::string const& customer, std::initializer_list<std::string_view> endings);

class DataTable {
public:
    // The keys of the columns, "due"; in CSV the text of data.due stands above it.
    DataTable(DataForm form, std::initializer_list<std::string_view> keys, Wording const& wording);

    // One field a column; another number is std::invalid_argument.
    void add(std::vector<DataField> const& row);
    // The file. Nothing can be added behind it.
    std::string finish() &&;

private:
    void add_csv(std::vector<DataField> const& row);
    void add_json(std::vector<DataField> const& row);

    DataForm m_form;
    std::vector<std::string> m_keys;
    std::string m_decimal_sign;
    std::string m_out;
    bool m_is_empty = true;
};

}
