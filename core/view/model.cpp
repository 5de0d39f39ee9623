// See model.h.
#include "view/model.h"

namespace portal::view {

Model::Model() = default;
Model::Model(Model const&) = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model const&) = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Model& Model::set(std::string_view key, std::string text)
{
    slot(key).content = std::move(text);
    return *this;
}

Model& Model::set(std::string_view key, Model part)
{
    slot(key).content = std::move(part);
    return *this;
}

Model& Model::set(std::string_view key, std::vector<Model> list)
{
    slot(key).content = std::move(list);
    return *this;
}

Model& Model::set(std::string_view key, Markup markup)
{
    slot(key).content = std::move(markup);
    return *this;
}

Model& Model::set_flag(std::string_view key, bool flag)
{
    slot(key).content = flag;
    return *this;
}

Model::Value const* Model::find(std::string_view key) const
{
    for (auto const& field : m_fields) {
        if (field.key == key)
            return &field.value;
    }
    return nullptr;
}

Model::Value& Model::slot(std::string_view key)
{
    for (auto& field : m_fields) {
        if (field.key == key)
            return field.value;
    }
    return m_fields.emplace_back(Field { std::string { key }, Value { false } }).value;
}

}
