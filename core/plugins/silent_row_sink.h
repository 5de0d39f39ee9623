// A sink that takes every row and keeps none; who derives from it overrides the rows that it looks at.
#pragma once

#include "plugins/rows.h"

namespace portal::plugins {

class SilentRowSink : public RowSink {
public:
    void begin(DeliveryHead const&) override { }
    void customer(CustomerRow const&) override { }
    void supply_point(SupplyPointRow const&) override { }
    void meter(MeterRow const&) override { }
    void meter_register(RegisterRow const&) override { }
    void reading(ReadingRow const&) override { }
    void invoice(InvoiceRow const&) override { }
    void invoice_line(InvoiceLineRow const&) override { }
    void transaction(TransactionRow const&) override { }
    void problem(ProblemRow const&) override { }
};

}
