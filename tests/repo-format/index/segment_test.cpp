#include "repo-format/index/segment.hpp"

#include "tests/support/command.hpp"
#include "tests/support/must.hpp"
#include "tests/support/stanza_texts.hpp"
#include "tests/support/temp_dir.hpp"

#include <random>

// Judges are the programs that read published indexes: xz, gzip, zstd, Python's readers and apt itself.
namespace slipway::index {
namespace {

using ::testing::HasSubstr;
using testing::run_command;
using testing::stanza_text;
using testing::TempDir;

constexpr Form all_forms[] = {Form::plain, Form::gzip, Form::xz, Form::zstd};

struct JoinedFile {
    std::string bytes;
    std::string text;
    std::size_t blocks = 0;
};

JoinedFile join_texts(Form form, const std::string& header, const std::vector<std::string>& texts,
                      const std::string& footer) {
    JoinedFile file{"", header, texts.size() + (header.empty() ? 0 : 1) + (footer.empty() ? 0 : 1)};
    std::vector<SegmentInfo> infos;
    std::string middle;
    for (const auto& text : texts) {
        const Segment segment = MUST(render_segment(form, text));
        EXPECT_EQ(segment.info.size, segment.bytes.size());
        EXPECT_EQ(segment.info.text_size, text.size());
        infos.push_back(segment.info);
        middle += segment.bytes;
        file.text += text;
    }
    file.text += footer;
    const Joint joint = MUST(join_segments(form, header, infos, footer));
    file.bytes = joint.before + middle + joint.after;
    return file;
}

JoinedFile an_index(Form form, unsigned blocks = 3) {
    std::vector<std::string> texts;
    for (unsigned seed = 1; seed <= blocks; ++seed) texts.push_back(stanza_text(200, seed));
    return join_texts(form, "<metadata>\n", texts, "</metadata>\n");
}

/// What a program prints for a joined file; the test fails when the program does.
std::string output_of(const std::vector<std::string>& program, Form form, const JoinedFile& file) {
    const TempDir directory;
    auto arguments = program;
    arguments.push_back(directory.write("index" + std::string(suffix_of(form)), file.bytes));
    const auto ran = run_command(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.output;
    return ran.output;
}

struct Reader {
    const char* because;
    Form form;
    std::vector<std::string> command;
};

class JoinedSegments : public ::testing::TestWithParam<Reader> {};

TEST_P(JoinedSegments, AreReadAsOneFile) {
    const auto& [because, form, command] = GetParam();
    const JoinedFile file = an_index(form);

    EXPECT_TRUE(output_of(command, form, file) == file.text);
}

TEST_P(JoinedSegments, AreAValidFileWithoutAnySegment) {
    const auto& [because, form, command] = GetParam();

    EXPECT_EQ(output_of(command, form, join_texts(form, "", {}, "")), "");
    EXPECT_EQ(output_of(command, form, join_texts(form, "<a>", {}, "</a>")), "<a></a>");
}

TEST_P(JoinedSegments, AreReadWithAnySetOfEdges) {
    const auto& [because, form, command] = GetParam();

    EXPECT_EQ(output_of(command, form, join_texts(form, "", {"one\n"}, "")), "one\n");
    EXPECT_EQ(output_of(command, form, join_texts(form, "<a>", {"one\n"}, "")), "<a>one\n");
    EXPECT_EQ(output_of(command, form, join_texts(form, "", {"one\n", "two\n"}, "</a>")), "one\ntwo\n</a>");
    EXPECT_EQ(output_of(command, form, join_texts(form, "<a>", {}, "")), "<a>");
    EXPECT_EQ(output_of(command, form, join_texts(form, "", {}, "</a>")), "</a>");
}

TEST_P(JoinedSegments, ReadTheSameInAnyOrder) {
    const auto& [because, form, command] = GetParam();
    const std::string small = "x";
    const std::string large = stanza_text(300, 5);

    const JoinedFile forth = join_texts(form, "", {small, large}, "");
    const JoinedFile back = join_texts(form, "", {large, small}, "");

    EXPECT_TRUE(output_of(command, form, forth) == small + large);
    EXPECT_TRUE(output_of(command, form, back) == large + small);
}

std::vector<std::string> python(const std::string& module) {
    return {"python3", "-c",
            "import sys, " + module + "\nsys.stdout.buffer.write(" + module + ".open(sys.argv[1]).read())"};
}

INSTANTIATE_TEST_SUITE_P(, JoinedSegments,
                         ::testing::Values(Reader{"ByCat", Form::plain, {"cat"}},
                                           Reader{"ByGzip", Form::gzip, {"gzip", "-dc"}},
                                           Reader{"ByXz", Form::xz, {"xz", "-dc"}},
                                           Reader{"ByZstd", Form::zstd, {"zstd", "-dcq"}},
                                           Reader{"ByPythonsGzip", Form::gzip, python("gzip")},
                                           Reader{"ByPythonsLzma", Form::xz, python("lzma")},
                                           Reader{"ByAptAsGzip", Form::gzip, {"/usr/lib/apt/apt-helper", "cat-file"}},
                                           Reader{"ByAptAsXz", Form::xz, {"/usr/lib/apt/apt-helper", "cat-file"}},
                                           Reader{"ByAptAsZstd", Form::zstd, {"/usr/lib/apt/apt-helper", "cat-file"}}),
                         [](const auto& row) { return row.param.because; });

TEST(JoinedGzip, IsASingleMemberWithoutNameOrTime) {
    const JoinedFile file = an_index(Form::gzip);

    EXPECT_EQ(output_of({"gzip", "-t"}, Form::gzip, file), "");
    EXPECT_EQ(output_of({"python3", "-c",
                         "import sys, zlib\nd = zlib.decompressobj(31)\n"
                         "d.decompress(open(sys.argv[1], 'rb').read())\nprint(d.eof, len(d.unused_data))"},
                        Form::gzip, file),
              "True 0\n");
    EXPECT_EQ(file.bytes.substr(0, 8), std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
}

TEST(JoinedXz, IsOneStreamWithABlockForEachSegment) {
    const JoinedFile file = an_index(Form::xz);

    const std::string listed = output_of({"xz", "--robot", "-l"}, Form::xz, file);

    EXPECT_EQ(output_of({"xz", "-t"}, Form::xz, file), "");
    EXPECT_THAT(listed,
                HasSubstr(fmt::format("\nfile\t1\t{}\t{}\t{}\t", file.blocks, file.bytes.size(), file.text.size())));
    EXPECT_THAT(listed, HasSubstr("\tCRC64\t"));
}

TEST(JoinedZstd, ChecksEveryFrame) {
    const JoinedFile file = an_index(Form::zstd);
    JoinedFile damaged = file;
    damaged.bytes[damaged.bytes.size() - 1] ^= 1;  // in the checksum of the last frame
    const TempDir directory;

    EXPECT_EQ(output_of({"zstd", "-tq"}, Form::zstd, file), "");
    EXPECT_NE(run_command({"zstd", "-tq", directory.write("damaged.zst", damaged.bytes)}).exit_code, 0);
}

TEST(JoinedFile, PassesTheTestOfItsOwnProgramWithAnyNumberOfSegments) {
    const std::map<Form, std::string> programs{{Form::gzip, "gzip"}, {Form::xz, "xz"}, {Form::zstd, "zstd"}};
    const std::vector<std::vector<std::string>> rows{{}, {"one"}, std::vector<std::string>(700, "many\n")};

    for (const auto& [form, program] : programs)
        for (const auto& row : rows) {
            EXPECT_EQ(output_of({program, "-tq"}, form, join_texts(form, "", row, "")), "") << program << row.size();
            EXPECT_EQ(output_of({program, "-tq"}, form, join_texts(form, "<a>", row, "</a>")), "") << program;
        }
}

/// What the stock program makes of the whole text at once.
double whole_size(const std::vector<std::string>& program, const std::string& text) {
    const TempDir directory;
    auto arguments = program;
    arguments.push_back(directory.write("whole", text));
    return static_cast<double>(run_command(arguments).output.size());
}

TEST(JoinedFile, IsHardlyLargerThanTheWholeCompressedAtOnce) {
    const JoinedFile gzip = an_index(Form::gzip, 16);
    const JoinedFile xz = an_index(Form::xz, 16);

    EXPECT_LE(static_cast<double>(gzip.bytes.size()), 1.05 * whole_size({"gzip", "-9nc"}, gzip.text));
    EXPECT_LE(static_cast<double>(xz.bytes.size()), 1.25 * whole_size({"xz", "-6c"}, xz.text));
}

TEST(Segment, IsTheSameBytesForTheSameText) {
    const std::string text = stanza_text(200, 1);

    for (const Form form : all_forms) {
        const Segment first = MUST(render_segment(form, text));
        const Segment second = MUST(render_segment(form, text));
        EXPECT_TRUE(first.bytes == second.bytes) << name_of(form);
        EXPECT_EQ(first.info, second.info) << name_of(form);
    }
}

TEST(Segment, MayHoldTextThatCannotBeCompressed) {
    std::mt19937_64 random(1);
    std::string noise(700 * 1024, '\0');
    for (char& byte : noise) byte = static_cast<char>(random());

    for (const auto& [form, program] :
         std::map<Form, std::string>{{Form::gzip, "gzip"}, {Form::xz, "xz"}, {Form::zstd, "zstd"}})
        EXPECT_TRUE(output_of({program, "-dcq"}, form, join_texts(form, "", {noise}, "")) == noise) << program;
}

TEST(Segment, GivesItsTextBack) {
    const std::string text = stanza_text(200, 1);

    for (const Form form : all_forms) {
        const Segment segment = MUST(render_segment(form, text));
        EXPECT_TRUE(MUST(text_of_segment(form, segment.bytes, segment.info)) == text) << name_of(form);
    }
}

TEST(Segment, TellsThatItWasDamaged) {
    for (const Form form : all_forms) {
        const Segment whole = MUST(render_segment(form, stanza_text(200, 1)));
        Segment segment = whole;
        segment.bytes[segment.bytes.size() / 2] ^= 1;
        EXPECT_FAULT(text_of_segment(form, segment.bytes, segment.info), Fault::corrupt);
        const std::string cut = whole.bytes.substr(0, whole.bytes.size() - 1);
        EXPECT_FAULT(text_of_segment(form, cut, whole.info), Fault::corrupt);
        EXPECT_FAULT(text_of_segment(form, whole.bytes + "x", whole.info), Fault::corrupt);
    }
}

TEST(Segment, IsNotMadeOfNoText) {
    for (const Form form : all_forms) EXPECT_FAULT(render_segment(form, ""), Fault::internal);
}

TEST(Form, HasANameForStorageAndASuffixForFiles) {
    EXPECT_EQ(name_of(Form::plain), "plain");
    EXPECT_EQ(name_of(Form::xz), "xz");
    EXPECT_EQ(suffix_of(Form::plain), "");
    EXPECT_EQ(suffix_of(Form::zstd), ".zst");
}

}  // namespace
}  // namespace slipway::index
