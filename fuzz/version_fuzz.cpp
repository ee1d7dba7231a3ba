// dpkg's and rpm's orders of versions are orders for any text: reversed they are reversed, and transitive. A version
// that is accepted is one word; relations that are accepted are written in one line, and read from it as the same by us
// and by apt's rules.
#include "fuzz/support.hpp"
#include "repo-format/apt/stanza_reader.hpp"
#include "repo-format/deb/relations.hpp"
#include "repo-format/deb/version.hpp"
#include "repo-format/index/entry.hpp"
#include "repo-format/rpm/evr.hpp"

using namespace slipway::fuzz;
namespace deb = slipway::deb;
namespace rpm = slipway::rpm;

namespace {

template <class Compare>
void require_order(const Compare& compare, std::string_view a, std::string_view b, std::string_view c) {
    require(compare(a, a) == 0);
    require((compare(a, b) < 0) == (compare(b, a) > 0) && (compare(a, b) == 0) == (compare(b, a) == 0));
    if (compare(a, b) <= 0 && compare(b, c) <= 0) require(compare(a, c) <= 0);
}

void require_relations(const char* name, std::string_view value) {
    const auto& field = *deb::find_relation_field(name);
    const auto read = deb::Relations::parse(field, value);
    if (!read) {
        require(is_one_line(read.error().message()));
        return;
    }
    const auto written = read->render();
    require(is_one_line(written));
    const auto again = deb::Relations::parse(field, written);
    require(again.ok() && again->entries == read->entries && again->respelled.empty() && again->render() == written);
    const auto apt = slipway::apt::read_relations(written);
    require(apt.ok() && *apt == read->entries);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    const auto a = pieces.text();
    const auto b = pieces.text();
    const auto c = pieces.text();
    require_order(deb::compare_versions, a, b, c);
    require_order(rpm::compare_evr, a, b, c);
    for (const auto version : {a, b, c}) {
        if (deb::check_version(version).ok()) require(is_one_line(version) && version.find(' ') == version.npos);
        for (const auto* field : {"Depends", "Conflicts", "Provides"}) require_relations(field, version);
        const auto evr = rpm::parse_evr(version);
        if (evr.version.find(':') == evr.version.npos) require(rpm::parse_evr(rpm::render(evr)) == evr);
    }
    return 0;
}
