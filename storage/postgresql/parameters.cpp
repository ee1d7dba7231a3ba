#include "storage/postgresql/parameters.hpp"

#include "storage/postgresql/stored_text.hpp"

namespace slipway::storage {

void Parameters::set(int parameter, TypeId type, ByteView bytes) {
    const auto index = static_cast<std::size_t>(parameter) - 1;
    if (index >= values_.size()) {
        is_malformed_ = true;
        return;
    }
    values_[index] = {.type = type, .offset = bytes_.size(), .length = bytes.size()};
    bytes_ += bytes;
}

void Parameters::set_text(int parameter, std::string_view text) { set(parameter, type_text, to_stored_text(text)); }

void Parameters::clear() {
    values_.assign(values_.size(), Value{});
    bytes_.clear();
    is_malformed_ = false;
}

bool Parameters::learn_types() {
    bool is_news = false;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto type = values_[i].type;
        if (type == type_unknown || type == types_[i]) continue;
        types_[i] = type;
        is_news = true;
    }
    return is_news;
}

const Parameters::View& Parameters::view() {
    view_.values.assign(values_.size(), nullptr);
    view_.lengths.assign(values_.size(), 0);
    view_.formats.assign(values_.size(), 1);
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (values_[i].type == type_unknown) continue;
        view_.values[i] = bytes_.data() + values_[i].offset;
        view_.lengths[i] = static_cast<int>(values_[i].length);
    }
    return view_;
}

}  // namespace slipway::storage
