// Writes what customers reported as odcitki.csv, with the columns of README.md.
#pragma once

#include <portal/plugin.hpp>

namespace logatec {

void write_readings(portal::Readings& readings, portal::FileOut& files);

}
