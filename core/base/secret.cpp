#include "base/secret.h"

#include <cstring>

namespace portal {

void Secret::explicit_bzero_value() { explicit_bzero(m_value.data(), m_value.size()); }

}
