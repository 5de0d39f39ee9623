// One run of the plugin's import over some files.
#pragma once

#include "plugin_check/given_delivery.h"
#include "plugin_check/rows.h"

namespace portal::plugin_check {

struct Reading {
    Answer answer;
    std::string lines; // the rows, and a last line when the delivery was refused
    std::uint64_t calls = 0;
    std::uint64_t calls_after_refusal = 0;
    std::vector<SampleBill> bills;
};

struct ReadingWay {
    GivenDelivery::Way delivery {};
    Rows::Way rows {};
    portal_status passed_on = PORTAL_OK; // what one of them says, if it says something
};

// `doing` says in words what is special about this run.
Reading read(Instance& instance, std::vector<File> const& files, std::string_view doing, ReadingWay const& way = {});

}
