#include "repo-format/rpm/tags.hpp"

#include <span>

namespace slipway::rpm {
namespace {

const KnownTag* find(std::span<const KnownTag> table, Tag tag) {
    const auto found = std::ranges::lower_bound(table, tag, {}, &KnownTag::number);
    return found != table.end() && found->number == tag ? &*found : nullptr;
}

std::string describe(Tag tag, const KnownTag* known) {
    std::string text = std::to_string(tag);
    if (known) text += " (" + std::string(known->name) + ")";
    return text;
}

}  // namespace

std::string describe_main_tag(Tag tag) { return describe(tag, find(main_tags, tag)); }
std::string describe_signature_tag(Tag tag) { return describe(tag, find(signature_tags, tag)); }

std::optional<ValueType> type_of_main_tag(Tag tag) {
    const KnownTag* const known = find(main_tags, tag);
    if (!known || known->type.empty()) return std::nullopt;
    if (known->type == "s[]") return ValueType::string_array;
    if (known->type == "s{}") return ValueType::i18n_string;
    switch (known->type.front()) {
        case 'c': return ValueType::character;
        case 'h': return ValueType::int16;
        case 'i': return ValueType::int32;
        case 'l': return ValueType::int64;
        case 's': return ValueType::string;
        default: return ValueType::binary;
    }
}

}  // namespace slipway::rpm
