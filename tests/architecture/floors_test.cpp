// The floors of docs/architecture.md: #include lines point downward, and each outside technique has one folder that uses it.
#include "source_tree.h"

#include "base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

using namespace portal;
using namespace portal::tests;

namespace {

std::map<std::string, int> const floors {
    { "base", 0 },
    { "db", 1 },
    { "mail", 1 },
    { "view", 1 },
    { "crypto", 1 },
    { "plugins", 1 },
    { "documents", 1 },
    { "tenants", 2 },
    { "jobs", 2 },
    { "outbox", 2 },
    { "limits", 2 },
    { "plugin_check", 2 },
    { "web", 3 },
    { "features", 4 },
    { "app", 5 },
};

// Whose types and services a feature may use.
std::map<std::string, std::set<std::string>> const features {
    { "audit", {} },
    { "tokens", { "audit" } },
    { "accounts", { "audit" } },
    { "customers", { "audit", "accounts" } },
    { "claims", { "audit", "accounts", "customers" } },
    { "invoices", { "audit", "accounts", "customers", "claims" } },
    { "transactions", { "audit", "accounts", "customers", "claims", "invoices" } },
    { "meters", { "audit", "tokens", "accounts", "customers", "claims" } },
    { "notices", { "audit", "accounts", "customers", "claims" } },
    { "overview", { "audit", "accounts", "customers", "claims", "invoices", "transactions", "meters", "notices" } },
    { "imports", { "audit", "accounts", "customers", "claims", "invoices", "transactions", "meters", "notices" } },
    { "payments", { "audit", "accounts", "customers", "claims", "invoices", "transactions", "imports" } },
    { "intake", { "audit", "tokens", "imports", "payments" } },
    { "desk", { "audit", "accounts", "customers", "claims", "invoices", "transactions", "meters", "notices", "imports", "payments" } },
};

// Which folders may include a header of somebody else's library.
std::vector<std::pair<std::string, std::set<std::string>>> const techniques {
    { "Poco/Data/", { "core/db" } },
    { "sqlite3.h", { "core/db" } },
    { "mysql", { "core/db" } },
    { "kainjow/", { "core/view" } },
    { "boost/locale", { "core/view" } },
    { "sodium.h", { "core/crypto" } },
    { "openssl/", { "core/crypto", "core/mail" } }, // mail: the name check of STARTTLS
    { "CLI/", { "core/app" } },
    { "Poco/Util/", { "core/app" } },
    { "google/protobuf", { "core/plugins" } },
    { "seccomp.h", { "core/plugins" } },
    { "zip.h", { "core/plugins" } },
    { "Poco/Net/HTTP", { "core/web" } },
};

std::vector<std::string> included(SourceFile const& file, char opening, char closing)
{
    std::vector<std::string> names;
    std::regex const line { std::string { "(?:^|\n)[ \t]*#[ \t]*include[ \t]*" } + opening + "([^>\"\n]+)" + closing };
    for (std::sregex_iterator found { file.content.begin(), file.content.end(), line }, end; found != end; ++found)
        names.push_back((*found)[1]);
    return names;
}

// "core/features/meters/meter_store.h" and "features/meters/meter_store.h" both give { "features", "meters" }.
std::pair<std::string, std::string> folder_of(std::string path)
{
    if (path.starts_with("core/"))
        path.erase(0, 5);
    auto const parts = split(path, '/');
    return { std::string { parts.at(0) }, parts[0] == "features" && parts.size() > 1 ? std::string { parts[1] } : "" };
}

bool is_door(std::string const& header)
{
    auto const is_inner = [&](char const* ending) { return header.ends_with(ending); };
    return !is_inner("_store.h") && !is_inner("_pages.h") && !is_inner("_view.h") && !is_inner("_mail.h") && !is_inner("/queries.h");
}

// What is wrong with this include, if anything.
std::optional<std::string> verdict(std::string const& from, std::string const& header)
{
    auto const [folder, feature] = folder_of(from);
    auto const [target, target_feature] = folder_of(header);
    if (!floors.contains(target))
        return "no folder of core";
    if (!floors.contains(folder))
        return "a folder that is on no floor";
    if (folder == target && feature == target_feature)
        return {};
    if (folder == "features" && target == "features") {
        if (!features.contains(feature))
            return "a feature that is not in the order of features";
        if (!features.at(feature).contains(target_feature))
            return "against the order of features";
        // The overview shows what others show; it must not look different there.
        auto const is_shown_by_the_overview = feature == "overview" && header.ends_with("_view.h");
        if (!is_door(header) && !is_shown_by_the_overview)
            return "another feature's inner file";
        return {};
    }
    if (floors.at(target) >= floors.at(folder))
        return floors.at(target) == floors.at(folder) ? "sideways" : "upward";
    return {};
}

class FloorsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(FloorsTest);
    CPPUNIT_TEST(includes_point_downward);
    CPPUNIT_TEST(a_wrong_include_is_seen);
    CPPUNIT_TEST(each_outside_technique_has_its_folder);
    CPPUNIT_TEST(the_plugin_border_depends_on_nothing);
    CPPUNIT_TEST_SUITE_END();

public:
    void includes_point_downward()
    {
        Complaints complaints;
        for (auto const& file : files_below("core", { ".h", ".cpp" })) {
            for (auto const& header : included(file, '"', '"')) {
                if (header.find('/') == std::string::npos || header.starts_with("portal/"))
                    continue; // a generated file beside it; the plugin border, which stands below everything
                if (auto const wrong = verdict(file.path, header))
                    complaints.add(file.path + " includes " + header + ": " + *wrong);
            }
        }
        complaints.require_none("an #include points to the own folder or downward");
    }
    void a_wrong_include_is_seen()
    {
        CPPUNIT_ASSERT(verdict("core/base/money.h", "db/database.h") == "upward");
        CPPUNIT_ASSERT(verdict("core/db/database.cpp", "view/model.h") == "sideways");
        CPPUNIT_ASSERT(verdict("core/features/claims/claims.h", "features/meters/meters.h") == "against the order of features");
        CPPUNIT_ASSERT(verdict("core/features/invoices/a.cpp", "features/customers/customers_store.h") == "another feature's inner file");
        CPPUNIT_ASSERT(!verdict("core/features/invoices/a.cpp", "features/customers/customers_service.h"));
        CPPUNIT_ASSERT(!verdict("core/app/portald.cpp", "features/meters/meter_pages.h"));
        CPPUNIT_ASSERT(!verdict("core/web/front.cpp", "base/log.h"));
    }
    void each_outside_technique_has_its_folder()
    {
        Complaints complaints;
        for (auto const& file : files_below("core", { ".h", ".cpp" })) {
            for (auto const& header : included(file, '<', '>')) {
                for (auto const& [library, homes] : techniques) {
                    auto const at_home = std::any_of(homes.begin(), homes.end(), [&](auto const& home) { return file.path.starts_with(home + "/"); });
                    if (header.starts_with(library) && !at_home)
                        complaints.add(file.path + " includes <" + header + ">, which belongs to " + *homes.begin());
                }
            }
        }
        complaints.require_none("an outside technique is used by one folder");
    }
    void the_plugin_border_depends_on_nothing()
    {
        Complaints complaints;
        for (auto const& file : files_below("plugins/sdk/include", { ".h", ".hpp" })) {
            for (auto const& header : included(file, '"', '"')) {
                if (!header.starts_with("portal/"))
                    complaints.add(file.path + " includes " + header);
            }
            for (auto const& header : included(file, '<', '>')) {
                if (header.find('/') != std::string::npos && !header.starts_with("portal/"))
                    complaints.add(file.path + " includes <" + header + ">");
            }
        }
        complaints.require_none("a plugin author needs the SDK's headers and a compiler");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FloorsTest);

}
