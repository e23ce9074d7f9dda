package io.gridproof.cli.sql;

import io.gridproof.study.InputException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.DropView;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Refuses each statement that is no query and makes no temporary view. What it looks at is the tree
 * that Spark's parser makes, before Spark resolves or executes any of it, with all that the tree
 * holds: subqueries, common table expressions, the statement that another one explains.
 *
 * @param spark whose parser and temporary views count
 */
record ReadOnly(SparkSession spark) {
  private static final Set<String> REFLECTION = Set.of("java_method", "reflect", "try_reflect");

  /** The formats of files; any other word may name a class that Spark would load. */
  private static final Set<String> FORMATS =
      Set.of("binaryfile", "csv", "idx", "json", "orc", "parquet", "text");

  private static final Set<String> NAMESPACES = Set.of("default", "global_temp", "session");

  /** The classes of Spark's parsed plans that only read, and those that make temporary views. */
  private static final Set<String> PLANS =
      Set.of(
          // queries
          "Aggregate",
          "Distinct",
          "Except",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "LocalRelation",
          "Offset",
          "OneRowRelation",
          "PipeOperator",
          "Pivot",
          "Project",
          "RepartitionByExpression",
          "Sample",
          "Sort",
          "SubqueryAlias",
          "Union",
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedQualify",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTVFAliases",
          "UnresolvedTableValuedFunction",
          "UnresolvedWith",
          "Unpivot",
          "WithWindowDefinition",
          // what describes
          "CurrentNamespace$",
          "DescribeColumn",
          "DescribeFunction",
          "DescribeQueryCommand",
          "DescribeRelation",
          "ExplainCommand",
          "ShowColumns",
          "ShowFunctions",
          "ShowNamespacesCommand",
          "ShowTables",
          "ShowViews",
          "UnresolvedFunctionName",
          "UnresolvedNamespace",
          "UnresolvedTableOrView",
          // temporary views: the parser gives views that stay another class
          "CreateTempViewUsing",
          "CreateViewCommand",
          "DropView",
          "UnresolvedIdentifier");

  /**
   * @param place of the statement, for errors
   * @throws ParseException if it is no statement
   * @throws InputException if the statement may do more than read
   */
  void check(String statement, String place) throws ParseException {
    ParserInterface parser = spark.sessionState().sqlParser();
    new Walk(place).visit(parser.parsePlan(statement));
  }

  private final class Walk {
    private final String place;

    /** The parser shares parts: each is visited once. */
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    Walk(String place) {
      this.place = place;
    }

    /** Not only children: Spark keeps some plans, such as those of WITH, in other fields. */
    void visit(Object node) {
      if (node == null || !visited.add(node)) {
        return;
      }
      if (node instanceof LogicalPlan plan) {
        checkPlan(plan);
      } else if (node instanceof Expression expression) {
        checkExpression(expression);
      }
      if (node instanceof Iterable<?> parts) {
        visitAll(parts.iterator());
      } else if (node instanceof Product parts) {
        visitAll(parts.productIterator());
      }
    }

    private void visitAll(Iterator<?> parts) {
      while (parts.hasNext()) {
        visit(parts.next());
      }
    }

    private void checkPlan(LogicalPlan plan) {
      String name = plan.getClass().getSimpleName();
      if (!PLANS.contains(name)) {
        throw refusal("`" + words(name) + "` is not allowed");
      }
      if (plan instanceof UnresolvedRelation relation) {
        List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
        if (parts.size() == 2 && !NAMESPACES.contains(lower(parts.get(0)))) {
          checkFormat(parts.get(0));
        }
      }
      if (plan instanceof CreateTempViewUsing view) {
        checkFormat(view.provider());
      }
      if (plan instanceof DropView drop && drop.child() instanceof UnresolvedIdentifier view) {
        checkDropped(CollectionConverters.asJava(view.nameParts()));
      }
    }

    /** A session may know a catalog whose views stay. */
    private void checkDropped(List<String> name) {
      if (spark.sessionState().catalog().getTempView(name.get(name.size() - 1)).isEmpty()) {
        throw refusal("there is no temporary view `" + String.join(".", name) + "`");
      }
    }

    private void checkFormat(String name) {
      if (!FORMATS.contains(lower(name))) {
        throw refusal(
            "`%s` is no format of files; allowed: %s"
                .formatted(name, String.join(", ", new TreeSet<>(FORMATS))));
      }
    }

    private void checkExpression(Expression expression) {
      String name = expression.getClass().getSimpleName();
      if (expression instanceof UnresolvedFunction function
          && REFLECTION.contains(lower(function.nameParts().last()))) {
        throw refusal("the function `" + lower(function.nameParts().last()) + "` is not allowed");
      }
      if (name.equals("ExpressionWithUnresolvedIdentifier")) {
        throw refusal("`identifier` of an expression is not allowed");
      }
    }

    private InputException refusal(String reason) {
      return new InputException("sql reads and makes temporary views: " + reason + " " + place);
    }
  }

  /** "create table" for CreateTable. */
  private static String words(String className) {
    return lower(
        className
            .replaceFirst("^Unresolved", "")
            .replaceFirst("(Statement|Command)$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " "));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
