// The readings of a meter as its page lists them: reported, rejected and delivered, then those of the meters before it.
#pragma once

#include "features/meters/meter_view.h"

namespace portal::meters {

// Sets readings and has_estimates (templates' contract of meters/show).
void set_readings(view::Model& body, Meter const& meter, std::vector<Verdict> const& verdicts, Speech const& speech);

}
