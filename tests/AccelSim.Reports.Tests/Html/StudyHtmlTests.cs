using System.Text.Json;

namespace AccelSim.Reports.Tests.Html;

/// <summary>The file that <c>study --html</c> writes: every point with its configuration and figures.</summary>
public sealed class StudyHtmlTests
{
    [Fact]
    public void Every_point_is_there_with_its_labels_and_figures()
    {
        var study = SampleStudy.Of("</script><b>");
        var data = PageData.Of(stream => StudyHtml.Write(study, stream)).Data;
        var labels = data.GetProperty("dimensions").EnumerateArray().Select(dimension => dimension.GetProperty("labels").EnumerateArray().Select(label => label.GetString()).ToList()).ToList();
        var rows = data.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(study.Points.Length, rows.Count);
        foreach (var (point, row) in study.Points.Zip(rows))
        {
            Assert.Equal(point.Labels, row.GetProperty("at").EnumerateArray().Select((at, i) => labels[i][at.GetInt32()]));
            Assert.Equal(point.Values, row.GetProperty("values").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble()));
            Assert.Equal((point.Error, point.Note), (row.GetProperty("error").GetString(), row.GetProperty("note").GetString()));
        }

        Assert.Equal([0, 1], data.GetProperty("shown").EnumerateArray().Select(place => place.GetInt32()));
        Assert.Equal(study.Metrics, data.GetProperty("metrics").EnumerateArray().Select(metric => (metric.GetProperty("name").GetString()!, metric.GetProperty("unit").GetString()!)));
    }

    [Fact]
    public void A_label_that_a_point_lacks_is_nothing()
    {
        var study = new StudyPage("s", "", [("a", ["1"])], [], [], [new([null], [], "no")]);
        Assert.Equal(-1, PageData.Of(stream => StudyHtml.Write(study, stream)).Data.GetProperty("rows")[0].GetProperty("at")[0].GetInt32());
    }
}
