// What gpg-agent answers to PKSIGN is a canonical S-expression: atoms as "length:bytes", lists in parentheses.
//
//   (7:sig-val(3:rsa(1:s384:…)))
//   (7:sig-val(5:eddsa(1:r32:…)(1:s32:…)))

#include "signing/gpg/agent_signature.hpp"

#include "base/text.hpp"

#include <optional>

namespace slipway::signing {
namespace {

class Expression {
public:
    explicit Expression(ByteView bytes) : rest_(bytes) {}

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<ByteView> take_atom() {
        const auto colon = rest_.find(':');
        if (colon == rest_.npos) return std::nullopt;
        const auto length = parse_decimal(rest_.substr(0, colon));
        if (!length || *length > rest_.size() - colon - 1) return std::nullopt;
        const auto atom = rest_.substr(colon + 1, static_cast<std::size_t>(*length));
        rest_.remove_prefix(colon + 1 + atom.size());
        return atom;
    }
    /// "(name value)"
    std::optional<std::string> take_value(std::string_view name) {
        if (!take('(') || take_atom() != name) return std::nullopt;
        const auto value = take_atom();
        if (!value || !take(')')) return std::nullopt;
        return std::string(*value);
    }

private:
    ByteView rest_;
};

}  // namespace

Result<std::vector<std::string>> parse_agent_signature(ByteView expression) {
    const Error other_form(Fault::invalid_input, "gpg-agent's signature has an unknown form");
    Expression at(expression);
    if (!at.take('(') || at.take_atom() != "sig-val" || !at.take('(')) return other_form;
    const auto algorithm = at.take_atom();
    std::vector<std::string_view> names;
    if (algorithm == "rsa") names = {"s"};
    if (algorithm == "eddsa") names = {"r", "s"};
    std::vector<std::string> values;
    for (const auto name : names) {
        auto value = at.take_value(name);
        if (!value) return other_form;
        values.push_back(std::move(*value));
    }
    if (values.empty() || !at.take(')') || !at.take(')')) return other_form;
    return values;
}

}  // namespace slipway::signing
