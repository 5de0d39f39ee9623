// portalctl tenant try, the real program with the real plugin host and no database: the README of the generic plugin step by step, and what
// is said of deliveries that are wrong.
#include "support/databases.h"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <Poco/StreamCopier.h>

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

struct Answer {
    int exit_code;
    std::string out; // and errors
};

std::string environment(char const* name) { return std::getenv(name); }

class TenantTryTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(TenantTryTest);
    CPPUNIT_TEST(the_readme_leads_from_a_sample_to_a_tenant);
    CPPUNIT_TEST(bad_rows_are_told_with_file_line_and_column);
    CPPUNIT_TEST(what_does_not_fit_together_is_told);
    CPPUNIT_TEST(a_wrong_setting_is_told_with_its_file);
    CPPUNIT_TEST(what_is_no_delivery_is_told);
    CPPUNIT_TEST(a_code_is_never_printed);
    CPPUNIT_TEST(nothing_is_stored);
    CPPUNIT_TEST_SUITE_END();

    portal::tests::TemporaryFolder m_folder;

    Answer portalctl(std::vector<std::string> arguments) const
    {
        for (auto const& setting : { "tenants.path=" + m_folder / "tenants", "plugins.path=" + environment("PORTAL_BUILD") + "/plugins",
                 "database.url=sqlite:" + m_folder / "portal.db", "secrets.path=" + m_folder / "secrets" })
            arguments.insert(arguments.begin(), { "-D", setting });
        Poco::Pipe out;
        auto const handle = Poco::Process::launch(environment("PORTAL_BUILD") + "/bin/portalctl", arguments, m_folder.path(), nullptr, &out, &out);
        Answer answer {};
        Poco::PipeInputStream stream { out };
        Poco::StreamCopier::copyToString(stream, answer.out);
        answer.exit_code = handle.wait();
        return answer;
    }
    std::string write(std::string const& name, std::string const& content) const
    {
        std::ofstream { m_folder / name, std::ios::binary } << content;
        return m_folder / name;
    }
    static std::string read(std::string const& path)
    {
        std::ostringstream content;
        content << std::ifstream { path }.rdbuf();
        return content.str();
    }
    // The blocks between ``` in the README, without the indentation of the list that they stand in.
    static std::vector<std::string> blocks_of_readme()
    {
        std::vector<std::string> blocks;
        std::istringstream lines { read(environment("PORTAL_SOURCE") + "/plugins/generic/README.md") };
        bool is_inside = false;
        for (std::string line; std::getline(lines, line);) {
            line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
            if (line == "```") {
                is_inside = !is_inside;
                if (is_inside)
                    blocks.emplace_back();
            } else if (is_inside)
                blocks.back() += line + "\n";
        }
        return blocks;
    }
    static void assert_holds(Answer const& answer, std::initializer_list<char const*> words)
    {
        for (auto const* word : words)
            CPPUNIT_ASSERT_MESSAGE(std::string { word } + " is missing in:\n" + answer.out, answer.out.find(word) != std::string::npos);
    }
    // Tries the README's utility, with further settings, on these files.
    Answer attempt(std::vector<std::string> const& files, std::string const& more_settings = {}) const
    {
        write("tenants/riverside/tenant.properties", m_made + "plugin = generic\n" + blocks_of_readme().at(2) + more_settings);
        std::vector<std::string> arguments { "tenant", "try", "riverside" };
        arguments.insert(arguments.end(), files.begin(), files.end());
        return portalctl(arguments);
    }
    std::string customers() const { return write("customers.csv", blocks_of_readme().at(0)); }
    std::string bills(std::string const& more = {}) const { return write("bills_2018_05.csv", blocks_of_readme().at(1) + more); }

    std::string m_made; // tenant.properties of a new tenant, without its plugin

public:
    void setUp() override
    {
        std::filesystem::create_directory(m_folder / "tenants");
        auto const made = portalctl({ "tenant", "new", "riverside", "--name", "Riverside Water" });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(made.out, 0, made.exit_code);
        std::istringstream lines { read(m_folder / "tenants/riverside/tenant.properties") };
        for (std::string line; std::getline(lines, line);)
            if (!line.starts_with("plugin ="))
                m_made += line + "\n";
    }

    void the_readme_leads_from_a_sample_to_a_tenant()
    {
        auto const answer = attempt({ customers(), bills() });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out, 0, answer.exit_code);
        assert_holds(answer,
            { "Riverside Water, read by generic@1.0.0: changes", "1 customers:", "5012    Ann Miller  Mill Road 3, Riverside", "0 meters\n",
                "B-771   invoice  5012      RF76 5012 1805  5012            ****  2018-05-31  2018-06-15  20.00 EUR  1.90 EUR  21.90 EUR  21.90 EUR",
                "BB-771  5012      invoice  B-771", "Billed:        21.90 EUR in 1 bills", "References:    1 name their customer, 0 are looked up",
                "Codes:         4 digits: 1 bills", "customers.csv: columns that are not used: SINCE", "No problems. Nothing was stored.",
                "portalctl tenant check riverside names" });
        // The folder of a delivery, and nothing but counts.
        std::filesystem::create_directory(m_folder / "delivery");
        std::filesystem::copy(m_folder / "customers.csv", m_folder / "delivery/customers.csv");
        auto const folder = attempt({ m_folder / "delivery", "--rows", "0" });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(folder.out, 0, folder.exit_code);
        assert_holds(folder, { "1 customers\n", "0 bills\n" });
    }
    void bad_rows_are_told_with_file_line_and_column()
    {
        auto const answer = attempt({ customers(),
            bills("B-772;5012;RF76 5012 1806;4711;31.05.2018;15.06.2018;20,00;1,90;21,90\n"
                  "B-773;5012;RF76 5012 1805;471;31.05.2018;15.06.2018;20,00;1,90;21,90\n"
                  "B-774;5012;RF76 5012 1805;4711;31.06.2018;15.06.2018;20,00;1,90;21,90\n"
                  "B-775;5012;RF76 5012 1805;4711;31.05.2018;15.06.2018;20,00;1,90;21,91\n") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out, 1, answer.exit_code);
        assert_holds(answer,
            { "bills_2018_05.csv:3: ", "(REFERENCE): invoice.reference: the check digits",
                "bills_2018_05.csv:4: ", "bills_2018_05.csv:5: ", "(DATE): invoice.issued", "bills_2018_05.csv:6: ", "4 problems. Nothing was stored." });
    }
    void what_does_not_fit_together_is_told()
    {
        auto const stranger = attempt({ bills() });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(stranger.out, 0, stranger.exit_code);
        assert_holds(stranger, { "note: 2 rows name customers that are not in this delivery, the first at bills_2018_05.csv:2" });
        auto const full = attempt({ bills(), write("customers.csv", "NUMBER;NAME;STREET;TOWN\n7;B;;\n") }, "plugin.setting.delivery.holds = everything\n");
        CPPUNIT_ASSERT_EQUAL_MESSAGE(full.out, 1, full.exit_code);
        assert_holds(full, { "everything, what is absent would be removed", "these rows would be left out" });
        auto const other = attempt({ customers(), bills("B-772;77;RF76 5012 1805;4711;31.05.2018;15.06.2018;1;0;1\n") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(other.out, 1, other.exit_code);
        assert_holds(other, { "bills_2018_05.csv:3: the reference names another customer than the bill" });
        auto const twice = attempt({ write("customers.csv", "NUMBER;NAME;STREET;TOWN\n7;B;;\n8;C;;\n7;D;;\n") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(twice.out, 1, twice.exit_code);
        assert_holds(twice, { "customers.csv:4: " });
    }
    void a_wrong_setting_is_told_with_its_file()
    {
        auto const answer = attempt({ customers() }, "plugin.setting.files.bills.invoice.nett = NET\n");
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.out, 2, answer.exit_code);
        assert_holds(answer, { "riverside/tenant.properties: plugin.setting.files.bills.invoice.nett: a row of kind invoice has number, kind" });
        auto const nobody = portalctl({ "tenant", "try", "nobody", customers() });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(nobody.out, 2, nobody.exit_code);
        assert_holds(nobody, { "tenants/nobody/tenant.properties" });
    }
    void what_is_no_delivery_is_told()
    {
        auto const unknown = attempt({ customers(), write("photo.jpg", "\xff\xd8") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(unknown.out, 2, unknown.exit_code);
        assert_holds(unknown, { "This is no delivery of Riverside Water", "(photo.jpg): the settings know bills*.csv or customers*.csv" });
        auto const column = attempt({ write("customers.csv", "NUMBER;SURNAME;STREET;TOWN\n") });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(column.out, 2, column.exit_code);
        assert_holds(column, { "(customers.csv: NAME): not among the" });
        auto const absent = attempt({ m_folder / "absent.zip" });
        CPPUNIT_ASSERT_EQUAL_MESSAGE(absent.out, 2, absent.exit_code);
    }
    void a_code_is_never_printed()
    {
        for (auto const* code : { "4711", "47115" })
            CPPUNIT_ASSERT(
                attempt({ bills("B-772;5012;RF76 5012 1805;" + std::string { code } + ";31.05.2018;;1;0;1\n") }).out.find(code) == std::string::npos);
    }
    void nothing_is_stored()
    {
        attempt({ customers(), bills() });
        CPPUNIT_ASSERT(!std::filesystem::exists(m_folder / "portal.db") && !std::filesystem::exists(m_folder / "secrets"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TenantTryTest);

}
