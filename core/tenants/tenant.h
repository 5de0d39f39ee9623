// One utility as its folder describes it.
#pragma once

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"
#include "tenants/reading_window.h"

#include <map>
#include <string>
#include <vector>

namespace portal::tenants {

struct Contact {
    std::string phone, email, hours, web;
    std::string street, postal_code, town;
};

// Immutable while the program runs.
struct Tenant {
    TenantId id;
    std::string slug; // "logatec"
    std::string folder; // of tenant.properties; theme/, texts/ and terms/ stand beside it
    std::string name; // "Komunalno podjetje Logatec"
    std::string short_name; // "KP Logatec"
    Contact contact;
    std::string plugin_id, plugin_version; // which version really runs: PluginVersions
    std::map<std::string, std::string> plugin_settings;
    TimeZone time_zone { "Europe/Ljubljana" };
    Currency currency { "EUR" };
    std::string language = "sl"; // the utility's own, for mails to people whose language is not known
    ReadingWindow window { 25, 3 };
    int largest_change = 30; // per cent of a kind of rows that a delivery may change or remove without being forced
    std::uint64_t largest_document = 8 << 20; // bytes of the original of a bill
    int unusual_percent = 250; // of the usual use: above it a second yes is asked for
    std::int64_t unusual_least = 10; // and at least so many units more
    bool always_asks_total = false; // claims need the bill's total, whatever happened
    std::string terms_version; // "2018-05"
    std::string import_folder; // watched for deliveries; empty: the one below imports.path
    std::vector<std::string> hosts; // host names that show this utility's colours at once
    bool active = true; // false: no new registrations; its customers go on
};

}
