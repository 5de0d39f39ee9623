// A small utility on the generic plugin, and what a test changes of it.
#pragma once

#include "plugins/recording_sink.h"
#include "plugins/targets.h"
#include "support/temporary_folder.h"

#include "base/properties.h"

#include <cppunit/TestAssert.h>

#include <fstream>

namespace portal::plugins::test {

using Keys = std::map<std::string, std::string>;

// Payer numbers of six digits, codes of four; customers.csv and bills.csv with the columns below.
inline Keys small_utility(Keys const& changes = {})
{
    Keys keys {
        { "reference.scheme", "none" },
        { "reference.digits", "6" },
        { "code.from", "column" },
        { "code.length", "4" },
        { "files.customers.name", "customers.csv" },
        { "files.customers.customer.number", "NUMBER" },
        { "files.customers.customer.name", "NAME" },
        { "files.bills.name", "bills*.csv" },
        { "files.bills.invoice.number", "BILL" },
        { "files.bills.invoice.customer", "NUMBER" },
        { "files.bills.invoice.security_code", "CODE" },
        { "files.bills.invoice.issued", "ISSUED" },
        { "files.bills.invoice.net", "NET" },
        { "files.bills.invoice.vat", "VAT" },
        { "files.bills.invoice.total", "TOTAL" },
    };
    for (auto const& [key, value] : changes)
        if (value == "-")
            keys.erase(key);
        else
            keys[key] = value;
    return keys;
}

inline constexpr char const* one_bill = "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL\n1;704308;6473;31.05.2018;1.100,00;110,00;1.210,00\n";

// The plugin's settings in tenants/<slug>/tenant.properties.
inline Keys settings_of_tenant(std::string const& slug)
{
    Keys keys;
    std::string const prefix { "plugin.setting." };
    for (auto const& [key, property] : read_properties(std::string { std::getenv("PORTAL_SOURCE") } + "/tenants/" + slug + "/tenant.properties"))
        if (key.starts_with(prefix))
            keys[key.substr(prefix.size())] = property.value;
    return keys;
}

class GenericUtility {
public:
    explicit GenericUtility(Keys const& keys = small_utility())
        : target(test::target(1, "generic", keys))
    {
    }
    // A change of one key; "-" takes it away.
    explicit GenericUtility(std::string const& key, std::string const& value)
        : GenericUtility(small_utility({ { key, value } }))
    {
    }

    using Files = std::vector<std::pair<std::string, std::string>>;

    Result<ImportSummary, Rejection> import(Files const& files, RecordingSink& sink)
    {
        std::vector<std::string> paths;
        for (auto const& [name, content] : files) {
            paths.push_back(m_folder / name);
            std::ofstream { paths.back(), std::ios::binary } << content;
        }
        return plugins.import(target, paths, sink);
    }
    RecordingSink rows(Files const& files)
    {
        RecordingSink sink;
        auto const result = import(files, sink);
        CPPUNIT_ASSERT_MESSAGE(result ? "" : result.refusal().key + " " + result.refusal().field + ": " + result.refusal().detail, result);
        return sink;
    }
    Rejection refusal(Files const& files)
    {
        RecordingSink sink;
        auto const result = import(files, sink);
        CPPUNIT_ASSERT(!result);
        return result.refusal();
    }

    Target target;
    SystemClock clock;
    Plugins plugins { options(), clock };

private:
    tests::TemporaryFolder m_folder;
};

}
