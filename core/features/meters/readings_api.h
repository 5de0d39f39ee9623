// What a utility's billing system asks and tells with an access token that is for readings.
#pragma once

#include "features/meters/readings_receipt.h"
#include "web/router.h"

namespace portal::meters {

struct ApiNeed {
    db::Database& database;
    ReceiptService const& receipts;
    std::function<void()> wake_mail; // after a receipt that put mails
};

// GET /api/v1/readings?since=CURSOR&limit=N: reported_readings.h as JSON, or as CSV for who accepts text/csv.
// PUT /api/v1/readings/receipts/{name}: readings_receipt.h; answers with the counts and the lines that are wrong.
// `need` must outlive the router.
void add_api_routes(web::Router& router, ApiNeed const& need);

}
