// One bit flipped in each of a thousand copies of the Logatec plugin's sample delivery, read in this process. A copy is refused, or a row is
// listed as a problem, or its bills contradict what it says about them (which the portal looks at), or it holds as many rows and the
// same money in bills, and one row at most is another one.
#include "support/flipped_bits.h"
#include "text_delivery.h"

#include "../../plugins/logatec/billing_import.h"

#include <portal/row_fields.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <typeinfo>

namespace {

using namespace portal;
using Files = std::vector<std::pair<std::string, std::string>>;

// A row as one line of text.
class Words {
public:
    void text(char const* name, portal_text text, std::size_t, sdk::Need) { add(name, sdk::from_c(text)); }
    void word(char const* name, portal_text text, std::initializer_list<std::string_view>) { add(name, sdk::from_c(text)); }
    void date(char const* name, portal_date date, sdk::Need) { add(name, std::to_string(date.year * 10'000 + date.month * 100 + date.day)); }
    void money(char const* name, portal_money money, sdk::Need) { add(name, std::to_string(money.minor)); }
    void decimal(char const* name, portal_decimal number, sdk::Need) { add(name, std::to_string(number.value) + "e-" + std::to_string(number.scale)); }
    void number(char const* name, std::int64_t number, std::int64_t, std::int64_t) { add(name, std::to_string(number)); }

    std::string line;

private:
    void add(std::string_view name, std::string_view value) { line.append(name).append(1, '=').append(value).append(1, ' '); }
};

// What a copy says, and whether its bills add up as the portal wants them to.
class Read {
public:
    explicit Read(Files const& files)
    {
        portal_import_sink border {};
        border.size = sizeof border;
        border.ctx = this;
        border.begin = take<portal_delivery_head>;
        border.customer = take<portal_customer_row>;
        border.supply_point = take<portal_supply_point_row>;
        border.meter = take<portal_meter_row>;
        border.meter_register = take<portal_register_row>;
        border.reading = take<portal_reading_row>;
        border.invoice = take<portal_invoice_row>;
        border.invoice_line = take<portal_invoice_line_row>;
        border.transaction = take<portal_transaction_row>;
        border.problem = [](void* self, portal_text, std::uint64_t, portal_error const* error) {
            CPPUNIT_ASSERT(error->key[0] != 0);
            ++static_cast<Read*>(self)->problems;
            return portal_status { PORTAL_OK };
        };
        test::TextDelivery text { files };
        sdk::Delivery delivery { text.border() };
        sdk::Sink sink { border };
        try {
            logatec::import_delivery(delivery, sink, "EUR");
        } catch (sdk::BadDelivery const& refusal) {
            CPPUNIT_ASSERT(!refusal.key().empty());
            is_refused = true;
        }
    }

    // What the portal looks at when it has them all: count and total of the bills as the delivery states them, lines that make the net amount.
    bool adds_up() const
    {
        bool const lines_fit = std::all_of(m_lines.begin(), m_lines.end(), [&](auto const& line) {
            auto const bill = m_net.find(line.first);
            return bill != m_net.end() && bill->second == line.second;
        });
        return lines_fit && m_adds_up && m_bills == m_expected_bills && m_total == m_expected_total;
    }
    auto money() const { return std::tie(m_bills, m_all_net, m_total); }

    bool is_refused = false;
    int problems = 0;
    std::map<std::string, std::int64_t> counts;
    std::multiset<std::string> rows;

private:
    template <typename Row> static portal_status take(void* self, Row const* row)
    {
        auto& read = *static_cast<Read*>(self);
        Words words;
        sdk::visit_fields(*row, words);
        read.rows.insert(words.line);
        ++read.counts[typeid(Row).name()];
        read.note(*row);
        return PORTAL_OK;
    }
    void note(portal_delivery_head const& head)
    {
        m_expected_bills = head.expected_bills;
        m_expected_total = head.expected_total.minor;
    }
    void note(portal_invoice_row const& bill)
    {
        ++m_bills;
        m_net[std::string { sdk::from_c(bill.number) }] = bill.net.minor;
        m_all_net += bill.net.minor;
        m_total += bill.total.minor;
        m_adds_up = m_adds_up && bill.net.minor + bill.vat.minor == bill.total.minor;
    }
    void note(portal_invoice_line_row const& line) { m_lines[std::string { sdk::from_c(line.invoice) }] += line.net.minor; }
    template <typename Row> void note(Row const&) { }

    std::int64_t m_bills = 0, m_all_net = 0, m_total = 0, m_expected_bills = 0, m_expected_total = 0;
    std::map<std::string, std::int64_t> m_net, m_lines; // by the bill's number
    bool m_adds_up = true;
};

class LogatecFlippedBitsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(LogatecFlippedBitsTest);
    CPPUNIT_TEST(a_copy_is_found_out_or_one_row_is_another_one);
    CPPUNIT_TEST_SUITE_END();

    // By name, as the portal gives them to a plugin. Two files end with a row that is wrong on purpose; it is left out.
    static Files sample()
    {
        Files files;
        std::filesystem::path const folder { std::string { std::getenv("PORTAL_SOURCE") } + "/plugins/logatec/samples/delivery" };
        for (auto const& entry : std::filesystem::directory_iterator { folder }) {
            std::ifstream in { entry.path(), std::ios::binary };
            auto const& [name, content] = files.emplace_back(entry.path().filename().string(), std::string { std::istreambuf_iterator<char> { in }, {} });
            if (name == "odcitki.csv" || name == "racuni.csv")
                files.back().second.resize(content.rfind('\n', content.size() - 2) + 1);
        }
        std::sort(files.begin(), files.end());
        return files;
    }

public:
    void a_copy_is_found_out_or_one_row_is_another_one()
    {
        auto const files = sample();
        Read const whole { files };
        CPPUNIT_ASSERT(!whole.is_refused && whole.problems == 0 && whole.adds_up());
        std::size_t bytes = 0;
        for (auto const& [name, content] : files)
            bytes += content.size();
        std::mt19937 random { 20180602 };
        int found_out = 0, same = 0;
        for (int copy = 0; copy < tests::flipped_copies; ++copy) {
            auto flipped = files;
            // Each byte of the delivery is as likely as any other.
            auto at = random() % bytes;
            auto file = flipped.begin();
            for (; at >= file->second.size(); ++file)
                at -= file->second.size();
            file->second = tests::with_a_flipped_bit(file->second, random);
            Read const read { flipped };
            if (read.is_refused || read.problems > 0 || !read.adds_up()) {
                ++found_out;
                continue;
            }
            auto const number = "copy " + std::to_string(copy) + " of " + file->first;
            CPPUNIT_ASSERT_MESSAGE(number + ": rows are lost or doubled", read.counts == whole.counts);
            CPPUNIT_ASSERT_MESSAGE(number + ": its bills hold other amounts", read.money() == whole.money());
            std::vector<std::string> other;
            std::set_difference(read.rows.begin(), read.rows.end(), whole.rows.begin(), whole.rows.end(), std::back_inserter(other));
            CPPUNIT_ASSERT_MESSAGE(number + ": more than one row is another one", other.size() <= 1);
            same += other.empty() ? 1 : 0;
        }
        std::cout << "\n    Logatec CSV: of " << tests::flipped_copies << " copies " << found_out << " are found out, " << same << " say the same, "
                  << tests::flipped_copies - found_out - same << " have another value in one row" << std::flush;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogatecFlippedBitsTest);

}
