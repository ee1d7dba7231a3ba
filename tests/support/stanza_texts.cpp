#include "tests/support/stanza_texts.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <random>

namespace slipway::testing {
namespace {

constexpr std::size_t vocabulary = 20000;
constexpr const char* syllables[] = {"a",   "ba",  "con", "de",  "er",   "fi",  "gra", "ha", "in",  "jo",  "ker", "lin",
                                     "mo",  "net", "or",  "pa",  "qua",  "re",  "ser", "ti", "un",  "ver", "win", "xe",
                                     "you", "zip", "age", "ble", "ment", "ing", "tor", "ly", "est", "ous", "ic",  "al"};

class Writer {
public:
    explicit Writer(unsigned seed) : random_(seed) {}

    /// `packages` stanzas of one source.
    void source(std::vector<std::string>& out, std::size_t packages) {
        const std::string source = rare_word() + (below(3) == 0 ? "-" + word() : "");
        const std::string version = fmt::format("{}.{}.{}-{}", below(6), below(30), below(12), 1 + below(5));
        const std::string maintainer = rare_word() + " " + rare_word();
        const std::string about = words(4 + below(60));
        for (std::size_t i = 0; i < packages; ++i) out.push_back(stanza(source, version, maintainer, about));
    }

    std::size_t below(std::size_t bound) { return random_() % bound; }

private:
    std::string stanza(const std::string& source, const std::string& version, const std::string& maintainer,
                       const std::string& about) {
        const std::string name = (below(2) == 0 ? "lib" : "") + source + "-" + word();
        return fmt::format(
            "Package: {0}\nSource: {1}\nVersion: {2}\nInstalled-Size: {3}\nMaintainer: {4} <{5}@example.org>\n"
            "Architecture: {6}\nDepends: {7}\nDescription: {8}\n {9}\nHomepage: https://{1}.example.org/{10}\n"
            "Section: {11}\nPriority: optional\nFilename: pool/main/{12}/{1}/{0}_{2}_{6}.deb\nSize: {13}\n"
            "MD5sum: {14}\nSHA256: {15}\n\n",
            name, source, version, below(90000), maintainer, rare_word(), below(3) == 0 ? "all" : "amd64",
            dependencies(), words(3 + below(5)), about, word(), word(), source.substr(0, 1), below(9000000), hex(32),
            hex(64));
    }

    std::string dependencies() {
        std::string list = fmt::format("libc6 (>= 2.{})", 2 + below(35));
        for (std::size_t i = below(7); i > 0; --i)
            list += fmt::format(", lib{}{} (>= {}.{})", word(), below(10), below(5), below(30));
        return list;
    }

    std::string words(std::size_t count) {
        std::string text = word();
        for (std::size_t i = 1; i < count; ++i) text += (i % 11 == 0 ? "\n " : " ") + word();
        return text;
    }

    /// Some words are much more frequent than others.
    std::string word() {
        const double uniform = static_cast<double>(random_()) / 4294967296.0;
        return spelled(static_cast<std::uint32_t>(uniform * uniform * uniform * vocabulary));
    }
    std::string rare_word() { return spelled(static_cast<std::uint32_t>(below(20 * vocabulary))); }

    static std::string spelled(std::uint32_t number) {
        std::uint32_t mixed = (number + 1) * 2654435761u >> 3;
        std::string spelled;
        for (std::size_t i = 0; i < 2 + number % 3; ++i, mixed /= std::size(syllables))
            spelled += syllables[mixed % std::size(syllables)];
        return spelled;
    }

    std::string hex(std::size_t digits) {
        std::string text;
        while (text.size() < digits) text += fmt::format("{:08x}", random_());
        return text;
    }

    std::mt19937 random_;
};

}  // namespace

std::vector<std::string> stanzas_of_a_distribution(std::size_t count, unsigned seed) {
    Writer writer(seed);
    std::vector<std::string> stanzas;
    while (stanzas.size() < count) writer.source(stanzas, 1 + writer.below(4));
    stanzas.resize(count);
    return stanzas;
}

std::string stanza_text(std::size_t count, unsigned seed) {
    std::string text;
    for (const auto& stanza : stanzas_of_a_distribution(count, seed)) text += stanza;
    return text;
}

}  // namespace slipway::testing
