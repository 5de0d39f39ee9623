// Names under which payments are kept, so that a statement that comes again and a notice before it book nothing twice
// (docs/decisions/0061-how-a-payment-is-known-again.md).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace portal::payments {

// Of one delivery, in the order of its payments.
class EntryIds {
public:
    // `statement` is anything that differs between two statements. Entries that look just the same count as different ones within a statement,
    // and as the same ones between two. Empty: another statement of this delivery has told this entry.
    std::string next_entry(std::string_view statement, std::string_view identity);

    static std::string payment(std::string const& entry, std::int64_t position) { return entry + "/" + std::to_string(position); }
    static std::string share(std::string const& payment, std::size_t number) { return payment + "." + std::to_string(number); }

private:
    std::string m_statement;
    std::unordered_map<std::string, int> m_times; // of this statement
    std::unordered_set<std::string> m_told; // in statements before it
    std::unordered_set<std::string> m_here;
};

}
