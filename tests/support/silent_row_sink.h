// A sink that takes every row and keeps none; a test or benchmark overrides what it looks at.
#pragma once

#include "plugins/rows.h"

namespace portal::tests {

class SilentRowSink : public plugins::RowSink {
public:
    void begin(plugins::DeliveryHead const&) override { }
    void customer(plugins::CustomerRow const&) override { }
    void supply_point(plugins::SupplyPointRow const&) override { }
    void meter(plugins::MeterRow const&) override { }
    void meter_register(plugins::RegisterRow const&) override { }
    void reading(plugins::ReadingRow const&) override { }
    void invoice(plugins::InvoiceRow const&) override { }
    void invoice_line(plugins::InvoiceLineRow const&) override { }
    void transaction(plugins::TransactionRow const&) override { }
    void problem(plugins::ProblemRow const&) override { }
};

}
