// Longer texts that a utility writes (terms of use): a few signs of Markdown, as blocks for a template.
#pragma once

#include "view/model.h"

#include <string_view>
#include <vector>

namespace portal::view {

// "# " and "## " begin headings, "- " list items, an empty line ends a paragraph. Every block is a model with exactly one
// of: heading (text), paragraph (text), items (list of {text}, with the flag has_items); the others are "" or empty. No
// HTML passes.
std::vector<Model> document_blocks(std::string_view text);

}
