// The sink that a delivery is read into: checks every row by itself, adds up what can only be checked at the end, and passes
// batches on.
#pragma once

#include "crypto/hash.h"
#include "crypto/key_ring.h"
#include "documents/packing.h"
#include "features/imports/batch_queue.h"
#include "features/imports/problem_list.h"
#include "features/imports/refused_bills.h"
#include "features/imports/row_builder.h"
#include "plugins/plugins.h"

#include <optional>
#include <string>

namespace portal::imports {

// What the head of a delivery said and what came; to be read when the reading thread has ended.
struct DeliverySums {
    bool has_head = false;
    std::string delivery_id;
    std::optional<Date> created;
    bool is_full = false;
    std::optional<std::int64_t> expected_bills;
    std::optional<Money> expected_total;

    std::int64_t bills = 0; // accepted
    std::int64_t total = 0; // of the accepted bills, in minor units
    bool has_no_total = false; // other currencies than the head's, or too much for 64 bits
    std::int64_t rows = 0; // all that came, bad ones and the plugin's problems included

    // Each bill's net times a random weight of its number, and each line's net times the weight of its bill. As long as both are the
    // same, all bills add up (a difference in any bill shows, save for one chance in 2^63), and nothing has to be looked up again.
    std::uint64_t weighed_bills = 0, weighed_lines = 0;
    bool has_lines = false;
    RefusedBills refused_bills; // by themselves; the checks at the end find others
    bool adds_up() const { return !has_lines || weighed_bills == weighed_lines; }
};

// Lives in the reading thread.
class IncomingRows final : public plugins::RowSink {
public:
    // largest_document: Options.
    IncomingRows(plugins::Target const& target, crypto::KeyRing const& keys, BatchQueue& queue, ProblemList& problems, std::uint64_t largest_document);

    void begin(plugins::DeliveryHead const& head) override;
    void customer(plugins::CustomerRow const& row) override;
    void supply_point(plugins::SupplyPointRow const& row) override;
    void meter(plugins::MeterRow const& row) override;
    void meter_register(plugins::RegisterRow const& row) override;
    void reading(plugins::ReadingRow const& row) override;
    void invoice(plugins::InvoiceRow const& row) override;
    void invoice_line(plugins::InvoiceLineRow const& row) override;
    void transaction(plugins::TransactionRow const& row) override;
    void settled_payment(plugins::SettledPaymentRow const& row) override;
    void document(plugins::DocumentRow const& row) override;
    void document_bytes(std::string_view bytes) override;
    void problem(plugins::ProblemRow const& row) override;
    void at(std::string_view file, std::uint64_t line) override;
    void progress(std::uint64_t rows, std::uint64_t bytes_read) override;

    // Passes the last, unfilled batch on. To be called at the end.
    void flush();
    DeliverySums const& sums() const { return m_sums; }

private:
    void start(Kind kind);
    void begin_row(Kind kind);
    void need_batch();
    void document_fields();
    void keep_chunk(std::string_view bytes);
    void finish_document();
    RowFacts* finish();
    void own_currency(Currency currency);
    void period(std::string_view field, std::optional<Date> from, std::optional<Date> to);
    void pass_on();
    void give_batch();

    // The one whose bytes are coming.
    struct Document {
        std::string invoice, media_type, file_name;
        std::uint64_t size = 0, left = 0; // bytes
        bool is_taken = false; // false: it was refused, its bytes come all the same
        std::int64_t chunks = 0; // so far
        std::uint32_t first_chunk = 0; // in the batch
    };

    plugins::Target const& m_target;
    crypto::KeyRing const& m_keys;
    BatchQueue& m_queue;
    ProblemList& m_problems;
    std::uint64_t m_largest_document;
    std::unique_ptr<Batch> m_batch;
    RowBuilder m_row;
    Kind m_kind = Kind::customer;
    DeliverySums m_sums;
    std::uint64_t m_bytes_read = 0;
    std::string m_file;
    Place m_place;
    Document m_document;
    documents::Packer m_packer;
    crypto::Sha256 m_digest;
};

}
