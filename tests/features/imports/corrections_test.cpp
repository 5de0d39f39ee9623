// Corrections as a utility delivers them: small files written by hand, through the real plugin, to what customers see. Each is taken
// back, delivered again, and still right when the versions that it superseded have been cleaned away.
#include "features/claims/bill_proof.h"
#include "features/claims/claim_store.h"
#include "features/invoices/invoices_service.h"
#include "features/meters/meter_store.h"
#include "features/transactions/transactions_service.h"
#include "portal_with_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

using namespace portal;
using namespace portal::tests;
using imports::State;

namespace {

std::string const s_marija = "00000107", s_inn = "00000203";

// The files of one delivery by their names, without their first lines.
using Files = std::map<std::string, std::string>;

std::map<std::string, std::string> const s_columns {
    { "placniki", "SIFRA;NAZIV;NASLOV;POSTA;KRAJ;DRZAVA;EPOSTA" },
    { "odjemna_mesta", "SIFRA;PLACNIK;NASLOV;POSTA;KRAJ;OD;DO" },
    { "vodomeri", "STEVILKA;ODJEMNO_MESTO;VGRAJEN;ODSTRANJEN" },
    { "stevilcniki", "VODOMER;STEVILCNIK;ENOTA;MEST;DECIMALK" },
    { "odcitki", "ID;VODOMER;STEVILCNIK;DATUM;STANJE;VIR;KAKOVOST" },
    { "racuni", "STEVILKA;VRSTA;POPRAVLJA;SKLIC;KODA;PLACNIK;ODJEMNO_MESTO;TRR;KODA_NAMENA;IZDAN;ROK;OD;DO;OSNOVA;DDV;SKUPAJ;PREDPLACILO;ZA_PLACILO" },
    { "promet", "ID;PLACNIK;VRSTA;RACUN;SKLIC;DATUM;ZNESEK" },
};

// Two customers; the first has a meter that was read twice and a bill that is not paid.
Files const s_first {
    { "placniki", "00000107;Marija Žnidaršič;Čevica 12;1370;Logatec;SI;\n00000203;Gostilna Pri mostu;Tržaška cesta 4;1370;Logatec;SI;\n" },
    { "odjemna_mesta", "OM00000107;00000107;Čevica 12;1370;Logatec;01.01.2010;\n" },
    { "vodomeri", "20141234;OM00000107;12.03.2014;\n" },
    { "stevilcniki", "20141234;1;m3;5;0\n" },
    { "odcitki", "1;20141234;1;30.04.2018;1.487;U;\n2;20141234;1;31.05.2018;1.499;U;\n" },
    { "racuni", "20180500081;R;;SI12 1805000001070;6473;00000107;OM00000107;;;31.05.2018;15.06.2018;;;12,39;1,18;13,57;;13,57\n" },
    { "promet", "R1;00000107;R;20180500081;;31.05.2018;13,57\n" },
};
// Has nothing to do with the others; what they superseded is cleaned away behind it.
Files const s_next { { "placniki", "00000301;Janez Novak;Stara cesta 1;1370;Logatec;SI;\n" } };

class CorrectionsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(CorrectionsTest);
    CPPUNIT_TEST(a_credit_note_lowers_what_is_to_pay_and_both_bills_are_shown);
    CPPUNIT_TEST(a_bill_issued_again_under_its_number_is_the_only_one);
    CPPUNIT_TEST(a_bill_issued_again_under_another_number_is_the_only_one_to_pay);
    CPPUNIT_TEST(what_was_paid_for_a_bill_counts_for_the_one_that_took_its_place);
    CPPUNIT_TEST(who_moves_out_keeps_his_bills_and_leaves_the_meter_to_who_moves_in);
    CPPUNIT_TEST(a_replaced_meter_goes_on_with_the_history);
    CPPUNIT_TEST(a_code_that_changed_proves_the_bill_and_the_old_one_does_not);
    CPPUNIT_TEST_SUITE_END();

    // What one customer sees, in words.
    struct View {
        PortalWithTenant& portal;
        std::string customer;

        CustomerScope scope() const { return CustomerScope::assume(AccountId { 1 }, portal.scope().tenant(), customer, portal.published()); }
        template <typename Ask> auto read(Ask const& ask) const { return portal.database().read(ask); }

        std::vector<invoices::Invoice> all_bills() const
        {
            return read([&](db::Session& session) { return invoices::list(session, { { scope() }, {}, {} }).invoices; });
        }
        // "20180500081 1357 to pay 1357", the newest first.
        std::string bills() const
        {
            std::string text;
            for (auto const& bill : all_bills())
                text += (text.empty() ? "" : ", ") + bill.number + " " + std::to_string(bill.total.minor())
                    + (bill.replaced_by ? " replaced by " + bill.replaced_by->number : " to pay " + std::to_string(bill.rest.minor()));
            return text;
        }
        // Where a link to a bill leads: its number and total; empty: to nothing.
        std::string linked(InvoiceId id) const
        {
            auto const found = read([&](db::Session& session) { return invoices::find(session, { scope() }, id); });
            return found ? found->invoice.number + " " + std::to_string(found->invoice.total.minor()) : std::string {};
        }
        std::int64_t balance() const
        {
            return read([&](db::Session& session) { return transactions::list(session, scope(), *Currency::parse("EUR"), {}).balance.minor(); });
        }
        std::vector<meters::Meter> all_meters(Date today) const
        {
            return read([&](db::Session& session) { return meters::MeterStore { session, scope() }.find(today, day(2016, 1, 1), {}).meters; });
        }
        // "20141234: 1499 1487", the newest first; behind " < " the meter before.
        std::string meters(Date today = day(2018, 8, 1)) const
        {
            std::string text;
            auto const tell = [&](std::string const& number, std::vector<meters::PastReading> const& history) {
                text += number + ":";
                for (auto const& reading : history)
                    text += " " + std::to_string(reading.value.whole());
            };
            for (auto const& meter : all_meters(today)) {
                auto const& one = meter.registers.front();
                tell(meter.number, one.history);
                for (auto const& dial : one.earlier) {
                    text += " < ";
                    tell(dial.meter_number, dial.history);
                }
            }
            return text;
        }
        bool is_proved_by(std::string const& code) const
        {
            auto const proofs = read([&](db::Session& session) { return claims::ClaimStore { session, portal.scope() }.newest_bills(customer); });
            return std::ranges::any_of(proofs, [&](claims::Bill const& bill) {
                return bill.code_hash == claims::bill_code_hash(portal.keys(), portal.scope().tenant(), customer, bill.number, Secret { code });
            });
        }
    };

    struct Scene {
        CorrectionsTest& test;
        PortalWithTenant portal;
        View marija { portal, s_marija };
        View inn { portal, s_inn };

        Scene(CorrectionsTest& the_test, db::Database& database)
            : test(the_test)
            , portal(database)
        {
            deliver(s_first);
            assert_is("20180500081 1357 to pay 1357", marija.bills());
            assert_is("20141234: 1499 1487", marija.meters());
        }
        void deliver(Files const& files)
        {
            auto const report = test.import(portal, files);
            CPPUNIT_ASSERT_MESSAGE(report.message + (report.problems.empty() ? "" : " " + report.problems.front().reason), report.state == State::published);
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 0 }, report.problem_count);
            assert_adds_up();
        }
        void assert_adds_up() const
        {
            auto const audited = portal.audit();
            CPPUNIT_ASSERT_EQUAL_MESSAGE(audited.differences.empty() ? "" : audited.differences.front().check + " " + audited.differences.front().subject,
                std::int64_t { 0 }, audited.count);
        }
        // Delivers, and has it looked at: at once, after it was taken back and delivered again, and after the next delivery.
        void correct(Files const& files, std::function<void()> const& look)
        {
            auto const before = portal.everything();
            deliver(files);
            look();
            CPPUNIT_ASSERT(portal.take_back());
            assert_same(before, portal.everything());
            assert_same({}, portal.left_behind());
            assert_adds_up();
            deliver(files);
            look();
            deliver(s_next);
            look();
        }
    };

    static void assert_is(std::string const& expected, std::string const& actual) { CPPUNIT_ASSERT_EQUAL(expected, actual); }
    void on_scenes(std::function<void(Scene&)> const& body)
    {
        on_both([&](db::Database& database) {
            Scene scene { *this, database };
            body(scene);
        });
    }
    imports::ImportReport import(PortalWithTenant& portal, Files const& files)
    {
        auto target = portal.target();
        target.plugin_id = "si.kp-logatec";
        target.plugin_version = "1.0.0";
        target.time_zone = "Europe/Ljubljana";
        target.language = "sl";
        target.today = day(2018, 8, 1);
        auto const folder = m_folder / std::to_string(++m_deliveries);
        std::filesystem::create_directory(folder);
        std::vector<std::string> paths;
        for (auto const& [name, rows] : files) {
            paths.push_back(folder + "/" + name + ".csv");
            std::ofstream { paths.back(), std::ios::binary } << "\xEF\xBB\xBF" << s_columns.at(name) << "\n" << rows;
        }
        imports::ImportService service { portal.database(), m_plugins, portal.keys(), m_clock };
        return service.run(target, paths);
    }

    static plugins::Options options()
    {
        plugins::Options options;
        auto const build = std::string { std::getenv("PORTAL_BUILD") };
        options.host_program = build + "/bin/portal-plugin-host";
        options.plugins_path = build + "/plugins";
        return options;
    }

    SystemClock m_clock;
    TemporaryFolder m_folder;
    plugins::Plugins m_plugins { options(), m_clock };
    int m_deliveries = 0;

public:
    void a_credit_note_lowers_what_is_to_pay_and_both_bills_are_shown()
    {
        on_scenes([](Scene& scene) {
            scene.correct({ { "racuni", "20180600001;D;20180500081;;;00000107;;;;05.06.2018;;;;-2,74;-0,26;-3,00;;-3,00\n" },
                              { "promet", "D1;00000107;D;20180600001;;05.06.2018;-3,00\n" } },
                [&] {
                    assert_is("20180600001 -300 to pay 0, 20180500081 1357 to pay 1057", scene.marija.bills());
                    CPPUNIT_ASSERT_EQUAL(std::int64_t { 1057 }, scene.marija.balance());
                });
        });
    }
    void a_bill_issued_again_under_its_number_is_the_only_one()
    {
        on_scenes([](Scene& scene) {
            auto const link = scene.marija.all_bills().front().id;
            scene.correct({ { "racuni", "20180500081;R;;SI12 1805000001070;6473;00000107;OM00000107;;;05.06.2018;20.06.2018;;;10,05;0,95;11,00;;11,00\n" },
                              { "promet", "R1;00000107;R;20180500081;;05.06.2018;11,00\n" } },
                [&] {
                    assert_is("20180500081 1100 to pay 1100", scene.marija.bills());
                    CPPUNIT_ASSERT_EQUAL(std::int64_t { 1100 }, scene.marija.balance());
                    CPPUNIT_ASSERT(scene.marija.all_bills().front().id != link);
                    assert_is("20180500081 1100", scene.marija.linked(link)); // the one in a mail or a bookmark
                    assert_is("", scene.inn.linked(link));
                });
            CPPUNIT_ASSERT_EQUAL(std::int64_t { 1 }, scene.portal.count("invoices")); // the version before is cleaned away
        });
    }
    void a_bill_issued_again_under_another_number_is_the_only_one_to_pay()
    {
        on_scenes([](Scene& scene) {
            auto const link = scene.marija.all_bills().front().id;
            auto const bill = "20180600001;R;20180500081;SI12 1805000001070;2222;00000107;OM00000107;;;05.06.2018;20.06.2018;;;10,05;0,95;11,00;;11,00\n";
            // Whether or not the account tells that the first one was taken back.
            scene.correct(
                { { "racuni", bill }, { "promet", "S1;00000107;X;20180500081;;05.06.2018;-13,57\nR2;00000107;R;20180600001;;05.06.2018;11,00\n" } }, [&] {
                    assert_is("20180600001 1100 to pay 1100, 20180500081 1357 replaced by 20180600001", scene.marija.bills());
                    CPPUNIT_ASSERT_EQUAL(std::int64_t { 1100 }, scene.marija.balance());
                    assert_is("20180500081 1357", scene.marija.linked(link));
                });
        });
        on_scenes([](Scene& scene) {
            auto const bill = "20180600001;R;20180500081;;;00000107;;;;05.06.2018;20.06.2018;;;10,05;0,95;11,00;;11,00\n";
            scene.correct({ { "racuni", bill }, { "promet", "X1;00000107;X;;;05.06.2018;-2,57\n" } }, [&] {
                assert_is("20180600001 1100 to pay 1100, 20180500081 1357 replaced by 20180600001", scene.marija.bills());
                CPPUNIT_ASSERT_EQUAL(std::int64_t { 1100 }, scene.marija.balance());
            });
        });
    }
    void what_was_paid_for_a_bill_counts_for_the_one_that_took_its_place()
    {
        on_scenes([](Scene& scene) {
            scene.deliver({ { "promet", "P1;00000107;P;20180500081;;02.06.2018;-13,57\n" } });
            assert_is("20180500081 1357 to pay 0", scene.marija.bills());
            scene.correct({ { "racuni", "20180600001;R;20180500081;;;00000107;;;;05.06.2018;20.06.2018;;;13,70;1,30;15,00;;15,00\n" },
                              { "promet", "S1;00000107;X;20180500081;;05.06.2018;-13,57\nR2;00000107;R;20180600001;;05.06.2018;15,00\n" } },
                [&] {
                    assert_is("20180600001 1500 to pay 143, 20180500081 1357 replaced by 20180600001", scene.marija.bills());
                    CPPUNIT_ASSERT_EQUAL(std::int64_t { 143 }, scene.marija.balance());
                    CPPUNIT_ASSERT(invoices::state(scene.marija.all_bills().back(), day(2018, 8, 1)) == invoices::State::replaced);
                    auto const link = scene.marija.all_bills().back().replaced_by->id;
                    assert_is("20180600001 1500", scene.marija.linked(link));
                });
        });
    }
    void who_moves_out_keeps_his_bills_and_leaves_the_meter_to_who_moves_in()
    {
        on_scenes([](Scene& scene) {
            auto const link = scene.marija.all_bills().front().id;
            scene.deliver({ { "odjemna_mesta", "OM00000107;00000107;Čevica 12;1370;Logatec;01.01.2010;30.06.2018\n" } });
            assert_is("20141234: 1499 1487", scene.marija.meters(day(2018, 6, 30)));
            assert_is("", scene.marija.meters(day(2018, 7, 1)));
            scene.correct({ { "odjemna_mesta", "OM00000107;00000203;Čevica 12;1370;Logatec;01.07.2018;\n" },
                              { "odcitki", "3;20141234;1;30.06.2018;1.510;U;\n4;20141234;1;31.07.2018;1.520;U;\n" },
                              { "racuni", "20180700001;R;;;;00000203;OM00000107;;;31.07.2018;15.08.2018;;;9,00;1,00;10,00;;10,00\n" },
                              { "promet", "R3;00000203;R;20180700001;;31.07.2018;10,00\n" } },
                [&] {
                    assert_is("", scene.marija.meters(day(2018, 6, 30)));
                    assert_is("20180500081 1357 to pay 1357", scene.marija.bills());
                    assert_is("20141234: 1520 1510", scene.inn.meters()); // what he used, and where he began
                    assert_is("20180700001 1000 to pay 1000", scene.inn.bills());
                    assert_is("", scene.inn.linked(link));
                });
        });
    }
    void a_replaced_meter_goes_on_with_the_history()
    {
        on_scenes([](Scene& scene) {
            auto const link = scene.marija.all_meters(day(2018, 8, 1)).front().id;
            scene.correct(
                { { "vodomeri", "20141234;OM00000107;12.03.2014;14.06.2018\n20190001;OM00000107;14.06.2018;\n" }, { "stevilcniki", "20190001;1;m3;5;0\n" },
                    { "odcitki", "3;20141234;1;14.06.2018;1.504;U;\n4;20190001;1;14.06.2018;0;U;\n5;20190001;1;30.06.2018;7;U;\n" } },
                [&] {
                    assert_is("20190001: 7 0 < 20141234: 1504 1499 1487", scene.marija.meters());
                    auto const number = scene.marija.read([&](db::Session& session) {
                        return meters::MeterStore { session, scene.marija.scope() }.number_of(link);
                    });
                    assert_is("20141234", number.value_or("")); // so a link to it leads to the new one's page
                });
        });
    }
    void a_code_that_changed_proves_the_bill_and_the_old_one_does_not()
    {
        on_scenes([](Scene& scene) {
            CPPUNIT_ASSERT(scene.marija.is_proved_by("6473") && !scene.marija.is_proved_by("9021"));
            scene.correct(
                { { "racuni", "20180500081;R;;SI12 1805000001070;9021;00000107;OM00000107;;;31.05.2018;15.06.2018;;;12,39;1,18;13,57;;13,57\n" } }, [&] {
                    CPPUNIT_ASSERT(!scene.marija.is_proved_by("6473") && scene.marija.is_proved_by("9021"));
                    assert_is("20180500081 1357 to pay 1357", scene.marija.bills());
                });
            CPPUNIT_ASSERT(scene.portal.take_back()); // s_next
            CPPUNIT_ASSERT(scene.marija.is_proved_by("9021"));
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CorrectionsTest);

}
