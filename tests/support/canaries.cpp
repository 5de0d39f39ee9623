#include "support/canaries.h"

#include "base/text.h"
#include "support/delivered_ledger.h"
#include "support/stored_document.h"

namespace portal::tests {

CanaryCustomer add_canary_customer(db::Database& database, TenantId tenant, std::string const& number, std::string const& canary)
{
    CanaryCustomer customer { tenant, number, canary, InvoiceId::make(), MeterId::make(), AccountId::make(), ascii_lower(canary) + "@example.si" };
    auto const t = tenant.value();
    auto const invoice_number = "R" + number + canary;
    auto const point = "O" + number + canary;
    auto const meter = "V" + number + canary;
    auto const reference = "SI121805" + number + canary;
    std::string const email_hash(64, 'e');
    database.transact([&](db::Transaction& transaction) {
        auto const fill = [&](std::string_view table, std::initializer_list<std::string_view> columns, auto const&... values) {
            db::Bulk bulk { transaction, table, columns };
            bulk.add(values...);
            bulk.flush();
        };
        transaction.run_plain("update tenants set published = 1, last_delivery = 1 where id = " + std::to_string(t));
        fill("accounts", { "id", "email", "email_key", "password_hash", "language", "state", "created_at", "confirmed_at", "password_changed_at" },
            customer.account.value(), customer.email, customer.email, "", "sl", "active", 1, 1, 1);
        fill("access", { "tenant_id", "customer_number", "account_id", "holder", "since" }, t, number, customer.account.value(), 1, 1);
        fill("customers",
            { "tenant_id", "id", "number", "name", "street", "postal_code", "town", "country", "email_key", "fingerprint", "added_in", "removed_in" }, t,
            new_id(), number, "Oseba " + canary, "Ulica " + canary, "1370", "Kraj " + canary, "SI", email_hash, 1, 1, std::nullopt);
        fill("supply_points",
            { "tenant_id", "id", "number", "customer_number", "street", "postal_code", "town", "service", "valid_from", "valid_to", "fingerprint", "added_in",
                "removed_in" },
            t, new_id(), point, number, "Pot " + canary, "1370", "Mesto " + canary, "water", 0, 0, 1, 1, std::nullopt);
        fill("meters", { "tenant_id", "id", "number", "supply_point", "medium", "installed", "removed", "fingerprint", "added_in", "removed_in" }, t,
            customer.meter.value(), meter, point, "water", 20160101, 0, 1, 1, std::nullopt);
        fill("registers", { "tenant_id", "id", "meter_number", "code", "unit", "digits", "decimals", "fingerprint", "added_in", "removed_in" }, t, new_id(),
            meter, "1", "m3", 5, 3, 1, 1, std::nullopt);
        for (int month = 1; month <= 5; ++month)
            fill("readings",
                { "tenant_id", "id", "external_id", "meter_number", "register_code", "source", "quality", "read_on", "value", "scale", "fingerprint",
                    "added_in", "removed_in" },
                t, new_id(), meter + "/" + std::to_string(month), meter, "1", "utility", "measured", 20180000 + month * 100 + 28, 1000 + month * 12, 0, 1, 1,
                std::nullopt);
        fill("invoices",
            { "tenant_id", "id", "number", "kind", "corrects", "reference", "customer_number", "supply_point", "iban", "purpose_code", "issued", "due",
                "service_from", "service_to", "currency", "net", "vat", "total", "prepaid", "payable", "fingerprint", "added_in", "removed_in" },
            t, customer.invoice.value(), invoice_number, "invoice", "", reference, number, point, "SI56191000010337441", "WTER", 20180531, 20180615, 20180501,
            20180531, "EUR", 3000, 285, 3285, 0, 3285, 1, 1, std::nullopt);
        fill("invoice_lines",
            { "tenant_id", "id", "invoice_number", "position", "description", "unit", "supply_point", "register_code", "line_from", "line_to", "quantity",
                "quantity_scale", "unit_price", "unit_price_scale", "old_reading", "old_reading_scale", "new_reading", "new_reading_scale", "vat_percent",
                "net", "fingerprint", "added_in", "removed_in" },
            t, new_id(), invoice_number, "1", "Vodarina " + canary, "m3", point, "1", 20180501, 20180531, 12, 0, 250, 2, 1048, 0, 1060, 0, 950, 3000, 1, 1,
            std::nullopt);
        fill("transactions",
            { "tenant_id", "id", "external_id", "customer_number", "kind", "invoice_number", "reference", "booked", "currency", "amount", "fingerprint",
                "added_in", "removed_in" },
            t, new_id(), "P" + number + canary, number, "invoice", invoice_number, reference, 20180531, "EUR", 3285, 1, 1, std::nullopt);
    });
    derive_ledger(database, tenant, number);
    store_document(database, tenant, { invoice_number, "<Racun>" + canary + "</Racun>", canary + ".xml" });
    return customer;
}

}
