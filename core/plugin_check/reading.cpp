#include "plugin_check/reading.h"

namespace portal::plugin_check {

Reading read(Instance& instance, std::vector<File> const& files, std::string_view doing, ReadingWay const& way)
{
    auto& probe = instance.probe();
    GivenDelivery delivery { files, way.delivery };
    Rows rows { instance, way.rows };
    probe.doing("billing-import.run, " + std::string { doing });
    Reading reading;
    reading.answer = instance.import(delivery.border(), rows.border(), way.passed_on);
    reading.lines = rows.lines();
    if (reading.answer.is_ok() && !rows.has_begun())
        probe.find("rows.no_head", "begin, or a refusal", "the delivery was accepted without a call of begin");
    if (!reading.answer.is_ok())
        reading.lines += error_line("refused", {}, 0, reading.answer.error);
    reading.calls = rows.calls();
    reading.calls_after_refusal = rows.calls_after_refusal();
    reading.bills = rows.bills();
    return reading;
}

}
