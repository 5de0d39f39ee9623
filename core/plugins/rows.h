// The rows that a plugin reads out of a delivery, as they reach the portal. Every row has passed the structural checks: texts are
// UTF-8 without control characters and within the lengths of portal/row_fields.hpp, words are among the known ones, dates exist,
// currencies are three capital letters. Whether a row makes sense (known customer, sums) is for the receiver to judge.
// The views are good until the call returns. Positive amounts are what the customer owes; payments and credit notes are negative.
#pragma once

#include "base/date.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/secret.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portal::plugins {

struct DeliveryHead {
    std::string_view id; // the billing system's name of this delivery; empty when it gives none
    std::optional<Date> created;
    bool is_full = false; // rows that are absent are gone; otherwise the delivery holds changes only
    std::optional<std::int64_t> expected_bills;
    std::optional<Money> expected_total;
};

struct CustomerRow {
    std::string_view number, name, street, postal_code, town;
    std::string_view country; // two capital letters, or empty
    std::string_view email; // as the billing system has it; may be empty and may be no address
};

struct SupplyPointRow {
    std::string_view number, customer, street, postal_code, town;
    std::string_view service; // water, heat, electricity, gas, waste
    std::optional<Date> from, to;
};

struct MeterRow {
    std::string_view number, supply_point;
    std::string_view medium; // water, hot_water, heat, electricity, gas
    std::optional<Date> installed, removed;
};

struct RegisterRow {
    std::string_view meter, code, unit; // code: OBIS or "1"
    int digits = 0; // of the dial, before the decimal sign: 1..12
    int decimals = 0; // behind it: 0..6
};

struct ReadingRow {
    std::string_view id, meter, register_code;
    std::string_view source; // utility, customer, estimate
    std::string_view quality; // free word of the billing system; may be empty
    Date read_on;
    Quantity value;
};

struct InvoiceRow {
    std::string_view number;
    std::string_view kind; // invoice, credit_note, reminder, advance
    std::string_view corrects; // the bill that a credit note corrects; may be empty
    std::string_view reference; // canonical, as the plugin's normalise would give it
    std::string_view customer, supply_point, iban, purpose_code;
    Secret security_code; // normalised or derived by the plugin inside its host; empty when the bill has none
    Date issued;
    std::optional<Date> due, service_from, service_to;
    Money net, vat, total, prepaid, payable; // one currency
};

struct InvoiceLineRow {
    std::string_view invoice, number, description, unit, supply_point, register_code;
    std::optional<Date> from, to;
    Quantity quantity, unit_price;
    std::optional<Quantity> old_reading, new_reading;
    std::int64_t vat_percent = 0; // hundredths of a percent: 950 is 9.5 %
    Money net;
};

struct TransactionRow {
    std::string_view external_id, customer;
    std::string_view kind; // invoice, payment, credit_note, reminder, interest, other
    std::string_view invoice, reference;
    Date booked;
    Money amount;
};

// A bill as a file, for the customer to download. Its bytes come behind it.
struct DocumentRow {
    std::string_view invoice; // the bill's number
    std::string_view media_type; // "application/xml", as the plugin says
    std::string_view file_name;
    std::uint64_t size = 0; // bytes, at most 8 MiB
};

// A payment out of a bank statement, not out of a billing system's delivery: see Plugins::read_statements.
struct PaymentRow {
    // Digests of what its entry on the account is known again by (payment_identity.h); by_reference may be empty.
    std::string_view by_reference, by_details;
    std::int64_t position = 0; // within the entry, from 0
    std::string_view statement, account;
    Date booked;
    Money amount; // positive: came in; negative: went back to whoever had paid
    std::string_view end_to_end_id, payer, ultimate_payer, payer_account;
    std::string_view references; // structured ones, with a '|' between them
    std::string_view invoices; // numbers of bills that the payer names, the same way
    std::string_view text; // what the payer wrote
    bool is_return = false; // it came back, or went back
};

// A payment when it is decided what it pays (core/features/payments), on its way into the import. Beside it stand movements, one a share,
// whose external ids are its own with ".1", ".2", ...
struct SettledPaymentRow {
    std::string_view external_id;
    std::string_view outcome; // matched, unmatched, assigned, returned
    std::string_view reason; // why it is unmatched; a key of the catalogue
    std::int64_t shares = 0;
    std::string_view statement, account;
    Date booked;
    Money amount; // as PaymentRow
    std::string_view end_to_end_id, payer, payer_account, references, text;
    std::string_view undoes; // of a payment that went back: that payment's external id
};

// A row that was skipped.
struct ProblemRow {
    std::string_view file; // empty when the plugin does not say where
    std::uint64_t line = 0;
    std::string_view key; // of the catalogue: "row.bad_date"
    std::string_view field; // the column, or the row's field
    std::string_view detail; // for the log and the admin; holds no personal data
};

// A reading that a customer reported, on its way to the billing system.
struct ExportedReading {
    std::string id, meter, register_code, supply_point, customer;
    bool is_unusual = false; // its quality is "confirmed": the customer was asked and said yes again
    Date read_on;
    Quantity value;
};

// The files that an export writes, called from the thread that called Plugins::export_readings. An exception thrown here ends the
// plugin's host and comes out of there.
class ExportFiles {
public:
    virtual ~ExportFiles() = default;
    virtual void begin(std::string const& name, std::string const& media_type) = 0; // both without control characters
    virtual void write(std::string_view bytes) = 0; // to the last one that began
};

// What an import calls, from the thread that called Plugins::import, in the order in which the plugin gives the rows. The head
// comes once and first. An exception thrown here ends the plugin's host and comes out of Plugins::import.
class RowSink {
public:
    virtual ~RowSink() = default;
    virtual void begin(DeliveryHead const&) = 0;
    virtual void customer(CustomerRow const&) = 0;
    virtual void supply_point(SupplyPointRow const&) = 0;
    virtual void meter(MeterRow const&) = 0;
    virtual void meter_register(RegisterRow const&) = 0;
    virtual void reading(ReadingRow const&) = 0;
    virtual void invoice(InvoiceRow const&) = 0;
    virtual void invoice_line(InvoiceLineRow const&) = 0;
    virtual void transaction(TransactionRow const&) = 0;
    virtual void problem(ProblemRow const&) = 0;
    virtual void document(DocumentRow const&) { }
    // The next part of the document that was told last; as many as make its size, before any other row.
    virtual void document_bytes(std::string_view /*bytes*/) { }
    // Only out of statements.
    virtual void payment(PaymentRow const&) { }
    virtual void settled_payment(SettledPaymentRow const&) { }
    // Where the next rows stand in the delivery, when that is known: told before the row. Good until told again.
    virtual void at(std::string_view /*file*/, std::uint64_t /*line*/) { }
    // After every batch of rows, for progress: how many rows have come so far and how many bytes of the files (packed size) are read.
    virtual void progress(std::uint64_t /*rows*/, std::uint64_t /*bytes_read*/) { }
};

}
