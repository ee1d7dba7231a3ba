#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::yum {

/// One attribute of an element; its value may be any bytes.
using XmlAttribute = std::pair<std::string_view, std::string>;
using XmlAttributes = std::vector<XmlAttribute>;

/// Writes elements line by line, indented by two blanks a level. Names come from this program, values from packages:
/// every value passes `legal_text` and is escaped, so the result is well-formed whatever a package holds.
class XmlWriter {
public:
    /// `<name attributes>`: what follows is inside until `close`.
    XmlWriter& open(std::string_view name, const XmlAttributes& attributes = {});
    XmlWriter& close();
    /// `<name attributes>text</name>`, or `<name attributes/>` when the text is empty.
    XmlWriter& element(std::string_view name, const XmlAttributes& attributes, std::string_view text = {});
    XmlWriter& element(std::string_view name, std::string_view text = {}) { return element(name, {}, text); }

    /// Precondition: everything is closed.
    std::string release() &&;

private:
    void start(std::string_view name, const XmlAttributes& attributes);

    std::string out_;
    std::vector<std::string> open_;
};

}  // namespace slipway::yum
