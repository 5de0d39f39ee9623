// portal-demo-logatec: writes an invented delivery of Komunalno podjetje Logatec, the leaflet's bill among it. The same options give the
// same bytes.
#include "delivery.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

namespace {

// "2016-06"
std::chrono::year_month month(std::string const& text)
{
    int year = 0;
    unsigned month = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u", &year, &month) != 2 || month < 1 || month > 12)
        throw CLI::ValidationError("--bills-from", "a month like 2016-06");
    return std::chrono::year_month { std::chrono::year { year }, std::chrono::month { month } };
}

}

int main(int count, char** arguments)
{
    demo::Plan plan;
    std::string from = "2016-06";
    std::string out;
    bool is_utf8 = false;
    CLI::App app { "Writes an invented delivery of Komunalno podjetje Logatec." };
    app.add_option("--customers", plan.customers, "how many; the leaflet's bill needs 81")->check(CLI::Range(1, 99'999))->capture_default_str();
    app.add_option("--bills-from", from, "the first month with bills")->capture_default_str();
    app.add_option("--months", plan.months, "how many months, one bill a customer in each")->check(CLI::Range(1, 240))->capture_default_str();
    app.add_option("--seed", plan.seed, "another seed, another town")->capture_default_str();
    app.add_flag("--utf-8", is_utf8, "UTF-8 instead of Windows-1250");
    app.add_option("--out", out, "FILE.zip, or a folder for single files")->required();
    CLI11_PARSE(app, count, arguments);
    try {
        plan.first = month(from);
        demo::write_bundle(out, demo::logatec_files(plan), is_utf8 ? demo::Encoding::utf_8 : demo::Encoding::windows_1250);
        std::printf("%s: %d customers, %d bills\n", out.c_str(), plan.customers, plan.customers * plan.months);
        return 0;
    } catch (CLI::Error const& wrong) {
        return app.exit(wrong);
    } catch (std::exception const& fault) {
        std::fprintf(stderr, "portal-demo-logatec: %s\n", fault.what());
        return 3;
    }
}
