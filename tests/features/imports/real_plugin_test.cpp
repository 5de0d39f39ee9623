// From the files of a billing system through the real host and the real plugin to what customers see.
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>

using namespace portal;
using namespace portal::tests;
using imports::Kind;
using imports::State;

namespace {

std::string built(std::string const& path) { return std::string { std::getenv("PORTAL_BUILD") } + "/" + path; }

class RealPluginTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(RealPluginTest);
    CPPUNIT_TEST(the_demo_delivery_goes_in_and_packed_anew_changes_nothing);
    CPPUNIT_TEST(bad_rows_are_told_with_file_and_line);
    CPPUNIT_TEST(a_picture_is_refused_and_changes_nothing);
    CPPUNIT_TEST_SUITE_END();

    SystemClock m_clock;
    TemporaryFolder m_folder;
    plugins::Plugins m_plugins { options(), m_clock };

    static plugins::Options options()
    {
        plugins::Options options;
        options.host_program = built("bin/portal-plugin-host");
        options.plugins_path = built("plugins");
        return options;
    }
    static plugins::Target logatec(PortalWithTenant& portal)
    {
        auto target = portal.target();
        target.plugin_id = "si.kp-logatec";
        target.plugin_version = "1.0.0";
        target.time_zone = "Europe/Ljubljana";
        target.language = "sl";
        target.today = day(2018, 6, 2);
        return target;
    }
    imports::ImportReport import(PortalWithTenant& portal, std::vector<std::string> const& paths)
    {
        imports::ImportService service { portal.database(), m_plugins, portal.keys(), m_clock };
        return service.run(logatec(portal), paths);
    }
    std::string demo(std::string const& name, std::string const& more = "")
    {
        auto const command
            = built("bin/portal-demo-logatec") + " --customers 90 --months 2 " + more + " --out " + (m_folder / name) + " > " + (m_folder / "log");
        CPPUNIT_ASSERT_EQUAL(0, std::system(command.c_str()));
        return m_folder / name;
    }
    std::string file(std::string const& name, std::string const& content)
    {
        std::ofstream { m_folder / name, std::ios::binary } << content;
        return m_folder / name;
    }

public:
    void the_demo_delivery_goes_in_and_packed_anew_changes_nothing()
    {
        on_both([&](db::Database& database) {
            PortalWithTenant portal { database };
            auto const first = import(portal, { demo("first.zip") });
            CPPUNIT_ASSERT_MESSAGE(first.message, first.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, first.problem_count);
            CPPUNIT_ASSERT(first.is_full && first.of(Kind::invoice).added == 180 && first.of(Kind::invoice_line).added > 1'000);
            auto const before = portal.visible();
            CPPUNIT_ASSERT(import(portal, { m_folder / "first.zip" }).delivery == 0); // the same bytes
            auto const again = import(portal, { demo("again.zip", "--utf-8") });
            CPPUNIT_ASSERT(again.state == State::unchanged && again.total().unchanged == first.total().added);
            assert_same(before, portal.visible());
        });
    }
    void bad_rows_are_told_with_file_and_line()
    {
        on_both([&](db::Database& database) {
            PortalWithTenant portal { database };
            auto const customers = file("placniki.csv",
                "SIFRA;NAZIV;NASLOV;POSTA;KRAJ;DRZAVA;EPOSTA\n"
                "00000107;Marija Kranjc;;;;SI;\n"
                ";Nobody;;;;SI;\n"
                "00000107;Somebody else;;;;SI;\n");
            auto const bills = file("racuni.csv",
                "STEVILKA;VRSTA;POPRAVLJA;SKLIC;KODA;PLACNIK;ODJEMNO_MESTO;TRR;KODA_NAMENA;IZDAN;ROK;OD;DO;OSNOVA;DDV;SKUPAJ;PREDPLACILO;ZA_PLACILO\n"
                "1;R;;;;00000107;;;;31.05.2018;;;;1,00;0,10;1,10;0;1,10\n"
                "2;R;;;;00000999;;;;31.05.2018;;;;1,00;0,10;1,10;0;1,10\n"
                "3;R;;;;00000107;;;;31.05.2018;;;;1,00;0,10;1,11;0;1,11\n"
                "4;R;;;;00000107;;;;31.02.2018;;;;1,00;0,10;1,10;0;1,10\n");
            auto const report = import(portal, { customers, bills });
            CPPUNIT_ASSERT(report.state == State::published);
            std::vector<std::string> told;
            for (auto const& problem : report.problems)
                told.push_back(problem.file + ":" + std::to_string(problem.line) + " " + problem.reason);
            std::sort(told.begin(), told.end());
            assert_same({ "placniki.csv:3 row.missing", "placniki.csv:4 row.duplicate", "racuni.csv:3 row.unknown_customer", "racuni.csv:4 row.wrong_total",
                            "racuni.csv:5 csv.bad_date" },
                told);
        });
    }
    void a_picture_is_refused_and_changes_nothing()
    {
        on_both([&](db::Database& database) {
            PortalWithTenant portal { database };
            import(portal, { demo("first.zip") });
            auto const before = portal.visible();
            for (auto const& path :
                { file("picture.png", "\x89PNG\r\n\x1a\n"), file("racuni.csv", "not;a;header\n1;2;3\n"), file("bundle.zip", "PK\x03\x04 cut off") }) {
                auto const report = import(portal, { path });
                CPPUNIT_ASSERT(report.state == State::failed && !report.reason.empty() && !report.message.empty());
            }
            assert_same(before, portal.visible());
            assert_same({}, portal.left_behind());
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RealPluginTest);

}
