// Bills of a delivery that were refused, as far as it takes to find the movements that charge for them.
#pragma once

#include "features/imports/hashing.h"

#include <unordered_set>

namespace portal::imports {

class RefusedBills {
public:
    void add(std::string_view number, std::string_view kind) { m_hashes.insert(key_hash(number, charge_of(kind))); }
    bool is_empty() const { return m_hashes.empty(); }
    // Whether this movement is the one that charges, or credits, such a bill.
    bool has(std::string_view bill, std::string_view kind_of_movement) const { return m_hashes.contains(key_hash(bill, kind_of_movement)); }

private:
    static std::string_view charge_of(std::string_view kind) { return kind == "credit_note" || kind == "reminder" ? kind : "invoice"; }

    std::unordered_set<std::uint64_t> m_hashes;
};

}
