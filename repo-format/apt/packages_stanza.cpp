// The entry of a package in a Packages file: its control file, with where its bytes are and what they hash to. The
// description stays whole (apt then asks for no Translation file), so there is no Description-md5.
//
// The fields are kept as text, and the texts of older packages were made without a mark: their stanzas must stay the
// bytes that signed Release files of the past name.
#include "repo-format/apt/packages_stanza.hpp"

#include "repo-format/apt/field_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace slipway::apt {
namespace {

constexpr std::string_view file_mark = "\n\n";

struct PlacedField {
    FieldPlace place;
    const deb::Field* field;
};

std::vector<PlacedField> in_order(const deb::Paragraph& control) {
    std::vector<PlacedField> fields;
    for (const auto& field : control.fields()) fields.push_back({place_of(field.name), &field});
    std::ranges::stable_sort(fields, {}, [](const PlacedField& placed) { return placed.place.rank; });
    return fields;
}

}  // namespace

std::string stanza_fields(const deb::Paragraph& control) {
    const auto file_rank = place_of("Filename").rank;
    deb::Paragraph before, behind;
    for (const auto& [place, field] : in_order(control))
        (place.rank < file_rank ? before : behind).append(std::string(place.name), field->value);
    return before.render() + "\n" + behind.render();
}

std::string packages_stanza(std::string_view fields, std::string_view filename, std::uint64_t size,
                            const Sha256& sha256) {
    const auto mark = fields.find(file_mark);
    const auto before = mark == std::string_view::npos ? fields : fields.substr(0, mark + 1);
    const auto behind = mark == std::string_view::npos ? std::string_view() : fields.substr(mark + file_mark.size());
    return fmt::format("{}Filename: {}\nSize: {}\nSHA256: {}\n{}\n", before, filename, size, sha256.hex(), behind);
}

}  // namespace slipway::apt
