// Where the content of one field comes from, as a setting says it:
//   RACUN               the column of this name
//   =water              always this text
//   ={STEVEC}/{DATUM}   a text with columns in it
// and for numbers and amounts also -ZNESEK, BREME - DOBRO, OSNOVA + DDV.
#pragma once

#include <portal/plugin.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace generic {

class Value {
public:
    // Throws BadSettings(key).
    Value(std::string const& key, std::string_view setting);

    // "O = utility, J = customer, * = estimate": what the file's words mean; "*" is any other one. Throws BadSettings(key).
    void set_meanings(std::string const& key, std::string_view setting);

    // Good until the next call. RowError: a word that the meanings do not name.
    std::string_view text(portal::TextRow const& row) const;

    bool is_constant() const { return m_columns.empty(); }
    std::vector<std::string> const& columns() const { return m_columns; }
    std::map<std::string, std::string, std::less<>> const& meanings() const { return m_meanings; }

private:
    std::string_view raw_text(portal::TextRow const& row) const;

    std::vector<std::string> m_columns;
    std::vector<std::string> m_between; // before, between and behind the columns; empty: one column as it is
    std::map<std::string, std::string, std::less<>> m_meanings;
    mutable std::string m_made;
};

// A sum of columns, each with its sign.
class Amount {
public:
    // Throws BadSettings(key).
    Amount(std::string const& key, std::string_view setting);

    // Not given when every column is empty. RowError: no number, or too large.
    portal::Decimal sum(portal::TextRow const& row, portal::NumberFormat const& format) const;

    bool is_constant() const;
    std::vector<std::string> columns() const;

private:
    struct Term {
        bool is_negative;
        Value value;
    };
    std::vector<Term> m_terms;
};

// Which rows of a file count: "STEVEC" where this column is not empty, "VRSTA = R, D" where it is one of these.
class Condition {
public:
    // Throws BadSettings(key).
    Condition(std::string const& key, std::string_view setting);

    bool holds(portal::TextRow const& row) const;
    std::string const& column() const { return m_column; }

private:
    std::string m_column;
    std::vector<std::string> m_allowed;
};

}
