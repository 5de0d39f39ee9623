// One bill as its page shows it (themes/default/invoices/show.mustache).
#pragma once

#include "features/customers/customers.h"
#include "features/invoices/invoices_service.h"
#include "features/invoices/invoices_view.h"
#include "tenants/tenant.h"

namespace portal::invoices {

std::string invoice_title(Invoice const& invoice, view::Wording const& wording);
view::Model invoice_model(
    InvoiceWithLines const& found, customers::Customer const& customer, tenants::Tenant const& tenant, Date today, view::Wording const& wording);

}
