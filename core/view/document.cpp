// See document.h.
#include "view/document.h"

#include "base/text.h"

namespace portal::view {
namespace {

Model block(std::string_view heading, std::string_view paragraph, std::vector<Model> items)
{
    Model model;
    model.set("heading", heading);
    model.set("paragraph", paragraph);
    model.set("has_items", !items.empty());
    model.set("items", std::move(items));
    return model;
}

}

std::vector<Model> document_blocks(std::string_view text)
{
    std::vector<Model> blocks;
    std::string paragraph;
    std::vector<Model> items;
    auto const finish = [&] {
        if (!paragraph.empty())
            blocks.push_back(block({}, paragraph, {}));
        if (!items.empty())
            blocks.push_back(block({}, {}, std::move(items)));
        paragraph.clear();
        items.clear();
    };
    for (auto line : split(text, '\n')) {
        line = trimmed(line);
        if (line.empty()) {
            finish();
        } else if (line.starts_with("# ") || line.starts_with("## ")) {
            finish();
            blocks.push_back(block(trimmed(line.substr(2)), {}, {}));
        } else if (line.starts_with("- ")) {
            if (!paragraph.empty())
                finish();
            Model item;
            item.set("text", trimmed(line.substr(2)));
            items.push_back(std::move(item));
        } else {
            if (!items.empty())
                finish();
            paragraph.append(paragraph.empty() ? "" : " ").append(line);
        }
    }
    finish();
    return blocks;
}

}
