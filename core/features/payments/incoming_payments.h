// Payments on their way from the statement's reader into an import: known again or new, and what the new ones pay.
#pragma once

#include "features/payments/entry_ids.h"
#include "features/payments/payments_store.h"
#include "features/payments/returns.h"
#include "plugins/plugins.h"
#include "plugins/silent_row_sink.h"

#include <unordered_map>

namespace portal::payments {

// A sink that statements are read into, which have no other rows. Payments are decided some hundred at a time, with one look at the database; they and their
// movements go on to `import`.
class IncomingPayments final : public plugins::SilentRowSink {
public:
    // canonical: how the utility spells a reference; nothing when it is none of its own.
    using Canonical = std::function<std::optional<std::string>(std::string const& reference)>;

    IncomingPayments(db::Database& database, TenantScope const& scope, Canonical canonical, plugins::RowSink& import)
        : m_database(database)
        , m_scope(scope)
        , m_canonical(std::move(canonical))
        , m_import(import)
    {
    }

    void begin(plugins::DeliveryHead const& head) override { m_import.begin(head); }
    void payment(plugins::PaymentRow const& row) override;
    void problem(plugins::ProblemRow const& row) override { m_import.problem(row); }
    void at(std::string_view file, std::uint64_t line) override;
    void progress(std::uint64_t rows, std::uint64_t bytes_read) override { m_import.progress(rows, bytes_read); }
    void flush();
    std::size_t count() const { return m_count; }

private:
    struct Waiting {
        BankPayment payment;
        std::string file;
        std::uint64_t line = 0;
        NamedReferences named;
        BillsByReference bills;
    };

    void decide(PaymentStore const& store, Waiting& one, std::span<Bill const> same_amount);
    void repeat(PaymentStore const& store, std::string const& id);
    Match match_of(PaymentStore const& store, Waiting& one, std::span<Bill const> same_amount);
    void look_up(PaymentStore const& store, Waiting& one);
    std::vector<Bill> of_same_amount(PaymentStore const& store) const;
    Bill as_of_now(Bill bill) const;

    db::Database& m_database;
    TenantScope m_scope;
    Canonical m_canonical;
    plugins::RowSink& m_import;
    std::vector<Waiting> m_waiting;
    EntryIds m_ids;
    EntryIds::Entry m_entry; // of the payment that was decided last
    std::string m_file;
    std::uint64_t m_line = 0;
    std::size_t m_count = 0;
    // In this delivery, by the hash of the bill's number instead of the number, which would double the memory of 100,000 payments. Two bills
    // of one 64-bit hash, a pair in some billions of such statements, would at worst have a payment listed for the desk.
    std::unordered_map<std::size_t, std::int64_t> m_paid;
    Returns m_returns;
};

// One payment and its movements, as they are kept.
void give(plugins::RowSink& import, KnownPayment payment, Match const& match);

}
