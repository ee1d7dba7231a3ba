#include "publishing/directory/scrub_checks.hpp"

#include "base/text.hpp"
#include "repo-format/index/node.hpp"

#include <fmt/format.h>

namespace slipway::publishing {
namespace {

/// Reads one node, as a NodeReader for code that reads nodes by their hash.
class OneNode final : public index::NodeReader {
public:
    explicit OneNode(const storage::StoredNode& node) : node_(node) {}
    Result<std::string> node(const Sha256&) const override { return node_.bytes; }

private:
    const storage::StoredNode& node_;
};

constexpr char separator = '\n';

}  // namespace

Result<> check_node(const storage::StoredNode& node) {
    TRY(index::load_node(OneNode(node), node.hash));
    return {};
}

std::string render_segment_key(const storage::SegmentRow& row) {
    return fmt::format("{1}{0}{2}{0}{3}{0}{4}", separator, row.block.hex(), name_of(row.document), name_of(row.form),
                       row.variant);
}

std::optional<storage::SegmentRow> parse_segment_key(std::string_view text) {
    const auto parts = split(text, separator);
    const auto block = parts.size() == 4 ? Sha256::parse(parts[0]) : std::nullopt;
    const auto document = block ? word_of<Document>(parts[1]) : std::nullopt;
    const auto form = block ? word_of<Form>(parts[2]) : std::nullopt;
    if (!document || !form) return std::nullopt;
    storage::SegmentRow row;
    row.block = *block;
    row.document = *document;
    row.form = *form;
    row.variant = parts[3];
    return row;
}

}  // namespace slipway::publishing
