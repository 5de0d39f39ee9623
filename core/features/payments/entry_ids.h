// Names under which payments are kept, so that a statement that comes again and a notice before it book nothing twice
// (docs/decisions/0061-how-a-payment-is-known-again.md).
#pragma once

#include "features/payments/telling.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portal::payments {

// Of one delivery, in the order of its entries. Some 70 bytes for each.
class EntryIds {
public:
    enum class Told { never, in_this_delivery, in_an_earlier_one };
    struct Entry {
        std::string id;
        Told told = Told::never;
    };
    // What is published under this id.
    using Published = std::function<std::optional<Telling>(std::string const& id)>;

    // `statement` is anything that differs between two statements; `first` is the first payment of the entry. Entries that look just the same count as
    // different ones within a statement, and as the same ones between two.
    Entry next_entry(std::string_view statement, BankPayment const& first, Published const& published);

    static std::string payment(std::string const& entry, std::int64_t position) { return entry + "/" + std::to_string(position); }
    static std::string share(std::string const& payment, std::size_t number) { return payment + "." + std::to_string(number); }

private:
    struct Key {
        std::uint64_t high = 0, low = 0; // 128 bits: no two entries of a utility share them by chance
        bool operator==(Key const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const noexcept { return key.low; }
    };
    struct Seen {
        Telling telling;
        std::uint32_t statement = 0; // which told it last
        std::uint32_t twins = 0; // that look the same, beside this one in that statement
    };

    static Key key_of(std::string_view look);
    static std::string id_of(Key const& key);
    std::optional<Entry> as(Key const& key, Telling const& telling, Published const& published);

    std::string m_statement;
    std::uint32_t m_number = 0; // of the statement
    std::unordered_map<Key, Seen, KeyHash> m_seen;
};

}
