// Bank statements for people and for scripts: what `portalctl delivery show` prints of them, an entry at a time, however many there are.
#pragma once

#include "app/shown_delivery.h"

#include <portal/bank_statement/camt.hpp>

namespace portal::app {

// The fields stand in docs/billing-files.md.
class ShownStatements {
public:
    ShownStatements(ShownDelivery& shown, std::string file)
        : m_shown(shown)
        , m_file(std::move(file))
    {
    }
    void entry(sdk::bank::Statement const& statement, sdk::bank::Entry const& entry);
    void end(sdk::bank::Statement const& statement);
    // The rest of the file cannot be read.
    void break_off();

private:
    void open();

    ShownDelivery& m_shown;
    std::string m_file;
    std::ostream* m_out = nullptr; // while a statement is open
    std::size_t m_entries = 0;
};

}
