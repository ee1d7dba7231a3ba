#include "repo-format/yum/xml_writer.hpp"

#include "repo-format/yum/xml_text.hpp"

#include <cassert>

namespace slipway::yum {

void XmlWriter::start(std::string_view name, const XmlAttributes& attributes) {
    out_.append(2 * open_.size(), ' ');
    out_ += '<';
    out_ += name;
    for (const auto& [key, value] : attributes) {
        out_ += ' ';
        out_ += key;
        out_ += "=\"";
        append_escaped_attribute(out_, legal_text(value));
        out_ += '"';
    }
}

XmlWriter& XmlWriter::open(std::string_view name, const XmlAttributes& attributes) {
    start(name, attributes);
    out_ += ">\n";
    open_.emplace_back(name);
    return *this;
}

XmlWriter& XmlWriter::close() {
    assert(!open_.empty());
    const std::string name = std::move(open_.back());
    open_.pop_back();
    out_.append(2 * open_.size(), ' ');
    out_ += "</" + name + ">\n";
    return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, const XmlAttributes& attributes, std::string_view text) {
    start(name, attributes);
    const std::string legal = legal_text(text);
    if (legal.empty()) {
        out_ += "/>\n";
        return *this;
    }
    out_ += '>';
    append_escaped_text(out_, legal);
    out_ += "</";
    out_ += name;
    out_ += ">\n";
    return *this;
}

std::string XmlWriter::release() && {
    assert(open_.empty());
    return std::move(out_);
}

}  // namespace slipway::yum
