// deno-lint-ignore-file
// deno-fmt-ignore-file
// @ts-nocheck: generated from templates/ by `deno task generate`

export const styleHash = "sha256-kh2awSPlJZ8SkTG2owBXcWJo1NuHLXDKLOqQtmMWB1Q=";

export const templates: Record<"html" | "markdown" | "run" | "timeline" | "histogram" | "bars" | "groups" | "row" | "pieces" | "style", object> = {
  html: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<nav aria-label=\"Runs\">\n<ul class=\"contents\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"contents"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":21,"column":9}}})) != null ? stack1 : "")
    + "</ul>\n</nav>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<li><a href=\"#"
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":20,"column":16},"end":{"line":20,"column":18}} ), depth0))
    + "\"><bdi>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":20,"column":29},"end":{"line":20,"column":33}} ), depth0))
    + "</bdi></a> <span class=\"badge "
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":20,"column":67},"end":{"line":20,"column":72}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":20,"column":78},"end":{"line":20,"column":83}} ), depth0))
    + "</span> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "headline", {"start":{"line":20,"column":115},"end":{"line":20,"column":123}} ), depth0))
    + "</span></li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"run"),depth0,{"name":"run","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
    + alias3(alias2(alias1(depth0, "styleHash", {"start":{"line":5,"column":85},"end":{"line":5,"column":94}} ), depth0))
    + "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"KubeTask\">\n<title>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":10,"column":9},"end":{"line":10,"column":14}} ), depth0))
    + " – KubeTask report</title>\n<style>"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"style"),depth0,{"name":"style","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</style>\n</head>\n<body>\n<main>\n<h1>KubeTask run report</h1>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"contents"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"runs"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":27,"column":9}}})) != null ? stack1 : "")
    + "</main>\n<footer>Made by <code>kubetask report</code>. All times are UTC.</footer>\n</body>\n</html>\n";
},"usePartial":true,"useData":true},
  markdown: {"0":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n## Run "
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":4,"column":9},"end":{"line":4,"column":13}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":4,"column":19},"end":{"line":4,"column":24}} ), depth0))
    + "\n\n**"
    + alias3(alias2(alias1(depth0, "headline", {"start":{"line":6,"column":4},"end":{"line":6,"column":12}} ), depth0))
    + "**"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"namespace"),{"name":"if","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":16},"end":{"line":6,"column":66}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"batch"),{"name":"if","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":66},"end":{"line":6,"column":104}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"started"),{"name":"if","hash":{},"fn":container.program(3, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"facts"),{"name":"if","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"waiting"),{"name":"if","hash":{},"fn":container.program(10, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"omitted"),{"name":"if","hash":{},"fn":container.program(13, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":32,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"failures"),{"name":"if","hash":{},"fn":container.program(15, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":52,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"waits"),{"name":"if","hash":{},"fn":container.program(21, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":53,"column":0},"end":{"line":68,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"durations"),{"name":"if","hash":{},"fn":container.program(23, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":69,"column":0},"end":{"line":74,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"lists"),{"name":"each","hash":{},"fn":container.program(24, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":75,"column":0},"end":{"line":84,"column":9}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    return " · namespace "
    + container.escapeExpression(container.lambda(container.strict(depth0, "namespace", {"start":{"line":6,"column":48},"end":{"line":6,"column":57}} ), depth0));
},"2":function(container,depth0,helpers,partials,data) {
    return " · batch "
    + container.escapeExpression(container.lambda(container.strict(depth0, "batch", {"start":{"line":6,"column":90},"end":{"line":6,"column":95}} ), depth0));
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n"
    + container.escapeExpression(container.lambda(container.strict(depth0, "started", {"start":{"line":9,"column":2},"end":{"line":9,"column":9}} ), depth0))
    + " – "
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"ended"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.program(5, data, 0),"data":data,"loc":{"start":{"line":9,"column":14},"end":{"line":9,"column":78}}})) != null ? stack1 : "")
    + " UTC\n";
},"4":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "ended", {"start":{"line":9,"column":29},"end":{"line":9,"column":34}} ), depth0));
},"5":function(container,depth0,helpers,partials,data) {
    return "still under way at "
    + container.escapeExpression(container.lambda(container.strict(depth0, "asOf", {"start":{"line":9,"column":65},"end":{"line":9,"column":69}} ), depth0));
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n|"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":1},"end":{"line":13,"column":36}}})) != null ? stack1 : "")
    + "\n|"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":1},"end":{"line":14,"column":31}}})) != null ? stack1 : "")
    + "\n|"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":1},"end":{"line":15,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"7":function(container,depth0,helpers,partials,data) {
    return " "
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":13,"column":19},"end":{"line":13,"column":23}} ), depth0))
    + " |";
},"8":function(container,depth0,helpers,partials,data) {
    return " --- |";
},"9":function(container,depth0,helpers,partials,data) {
    return " "
    + container.escapeExpression(container.lambda(container.strict(depth0, "value", {"start":{"line":15,"column":19},"end":{"line":15,"column":24}} ), depth0))
    + " |";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nIt waits: **"
    + alias3(alias2(alias1(lookupProperty(depth0,"waiting"), "reason", {"start":{"line":19,"column":14},"end":{"line":19,"column":28}} ), depth0))
    + "** – "
    + alias3(alias2(alias1(lookupProperty(depth0,"waiting"), "message", {"start":{"line":19,"column":37},"end":{"line":19,"column":52}} ), depth0))
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"waiting"),"cure"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nWhat helps: "
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"waiting"),"cure"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":12},"end":{"line":22,"column":51}}})) != null ? stack1 : "")
    + "\n";
},"12":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":22,"column":36},"end":{"line":22,"column":40}} ), depth0));
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nNote: "
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"omitted"), "text", {"start":{"line":27,"column":8},"end":{"line":27,"column":20}} ), depth0))
    + "\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"omitted"),"groups"),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":31,"column":9}}})) != null ? stack1 : "");
},"14":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "\nWithout details: "
    + alias3(alias2(alias1(depth0, "what", {"start":{"line":30,"column":19},"end":{"line":30,"column":23}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "indexes", {"start":{"line":30,"column":29},"end":{"line":30,"column":36}} ), depth0))
    + "\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n### Why tasks failed\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"failures"),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":36,"column":0},"end":{"line":51,"column":9}}})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n#### "
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":38,"column":7},"end":{"line":38,"column":13}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":38,"column":19},"end":{"line":38,"column":24}} ), depth0))
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"meaning"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":42,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"cure"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":43,"column":0},"end":{"line":46,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"messages"),{"name":"each","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":47,"column":0},"end":{"line":50,"column":9}}})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nMeaning: "
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"meaning"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":9},"end":{"line":41,"column":43}}})) != null ? stack1 : "")
    + "\n";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nWhat helps: "
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cure"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":45,"column":12},"end":{"line":45,"column":43}}})) != null ? stack1 : "")
    + "\n";
},"19":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\nMessage"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"count"),{"name":"if","hash":{},"fn":container.program(20, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":7},"end":{"line":49,"column":38}}})) != null ? stack1 : "")
    + ": "
    + container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":49,"column":42},"end":{"line":49,"column":46}} ), depth0))
    + "\n";
},"20":function(container,depth0,helpers,partials,data) {
    return ", "
    + container.escapeExpression(container.lambda(container.strict(depth0, "count", {"start":{"line":49,"column":24},"end":{"line":49,"column":29}} ), depth0));
},"21":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n### What tasks wait for\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"waits"),{"name":"each","hash":{},"fn":container.program(22, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":56,"column":0},"end":{"line":67,"column":9}}})) != null ? stack1 : "");
},"22":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n#### "
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":58,"column":7},"end":{"line":58,"column":13}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":58,"column":19},"end":{"line":58,"column":24}} ), depth0))
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"cure"),{"name":"if","hash":{},"fn":container.program(18, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":59,"column":0},"end":{"line":62,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"messages"),{"name":"each","hash":{},"fn":container.program(19, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":63,"column":0},"end":{"line":66,"column":9}}})) != null ? stack1 : "");
},"23":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n### How long tasks took\n\nOf "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "count", {"start":{"line":73,"column":5},"end":{"line":73,"column":20}} ), depth0))
    + ", half took at most "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "median", {"start":{"line":73,"column":44},"end":{"line":73,"column":60}} ), depth0))
    + " and 90 % at most "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "p90", {"start":{"line":73,"column":82},"end":{"line":73,"column":95}} ), depth0))
    + "; the shortest took "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "shortest", {"start":{"line":73,"column":119},"end":{"line":73,"column":137}} ), depth0))
    + ", the longest "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "longest", {"start":{"line":73,"column":155},"end":{"line":73,"column":172}} ), depth0))
    + ".\n";
},"24":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n### "
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":77,"column":6},"end":{"line":77,"column":11}} ), depth0))
    + ": "
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":77,"column":17},"end":{"line":77,"column":22}} ), depth0))
    + "\n\n| # | Task | Branch | Started (UTC) | Took |"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasResults"),{"name":"if","hash":{},"fn":container.program(25, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":79,"column":44},"end":{"line":79,"column":78}}})) != null ? stack1 : "")
    + " Why |\n| --: | --- | --- | --- | --: |"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasResults"),{"name":"if","hash":{},"fn":container.program(8, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":80,"column":31},"end":{"line":80,"column":62}}})) != null ? stack1 : "")
    + " --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(26, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":81,"column":0},"end":{"line":83,"column":9}}})) != null ? stack1 : "");
},"25":function(container,depth0,helpers,partials,data) {
    return " Result |";
},"26":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "| "
    + alias3(alias2(alias1(depth0, "index", {"start":{"line":82,"column":4},"end":{"line":82,"column":9}} ), depth0))
    + " | "
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"link"),{"name":"if","hash":{},"fn":container.program(27, data, 0, blockParams, depths),"inverse":container.program(28, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":82,"column":14},"end":{"line":82,"column":69}}})) != null ? stack1 : "")
    + " | "
    + alias3(alias2(alias1(depth0, "branch", {"start":{"line":82,"column":74},"end":{"line":82,"column":80}} ), depth0))
    + " | "
    + alias3(alias2(alias1(depth0, "started", {"start":{"line":82,"column":87},"end":{"line":82,"column":94}} ), depth0))
    + " | "
    + alias3(alias2(alias1(depth0, "took", {"start":{"line":82,"column":101},"end":{"line":82,"column":105}} ), depth0))
    + " |"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depths[1],"hasResults"),{"name":"if","hash":{},"fn":container.program(29, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":82,"column":109},"end":{"line":82,"column":255}}})) != null ? stack1 : "")
    + " "
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":82,"column":258},"end":{"line":82,"column":264}} ), depth0))
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"message"),{"name":"if","hash":{},"fn":container.program(32, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":82,"column":266},"end":{"line":82,"column":300}}})) != null ? stack1 : "")
    + " |\n";
},"27":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "["
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":82,"column":29},"end":{"line":82,"column":33}} ), depth0))
    + "]("
    + alias3(alias2(alias1(depth0, "link", {"start":{"line":82,"column":39},"end":{"line":82,"column":43}} ), depth0))
    + ")";
},"28":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":82,"column":56},"end":{"line":82,"column":60}} ), depth0));
},"29":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return " "
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":82,"column":133},"end":{"line":82,"column":140}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "summary", {"start":{"line":82,"column":145},"end":{"line":82,"column":152}} ), depth0))
    + " "
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"pullRequestLink"),{"name":"if","hash":{},"fn":container.program(30, data, 0),"inverse":container.program(31, data, 0),"data":data,"loc":{"start":{"line":82,"column":155},"end":{"line":82,"column":246}}})) != null ? stack1 : "")
    + " |";
},"30":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "["
    + alias3(alias2(alias1(depth0, "pullRequest", {"start":{"line":82,"column":181},"end":{"line":82,"column":192}} ), depth0))
    + "]("
    + alias3(alias2(alias1(depth0, "pullRequestLink", {"start":{"line":82,"column":198},"end":{"line":82,"column":213}} ), depth0))
    + ")";
},"31":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "pullRequest", {"start":{"line":82,"column":226},"end":{"line":82,"column":237}} ), depth0));
},"32":function(container,depth0,helpers,partials,data) {
    return " "
    + container.escapeExpression(container.lambda(container.strict(depth0, "message", {"start":{"line":82,"column":284},"end":{"line":82,"column":291}} ), depth0));
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "# KubeTask run report\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"runs"),{"name":"each","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":85,"column":9}}})) != null ? stack1 : "");
},"useData":true,"useDepths":true},
  run: {"0":function(container,depth0,helpers,partials,data) {
    return "Namespace <bdi>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "namespace", {"start":{"line":3,"column":51},"end":{"line":3,"column":60}} ), depth0))
    + "</bdi>";
},"1":function(container,depth0,helpers,partials,data) {
    return " · Batch <bdi>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "batch", {"start":{"line":3,"column":104},"end":{"line":3,"column":109}} ), depth0))
    + "</bdi>";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "started", {"start":{"line":7,"column":19},"end":{"line":7,"column":26}} ), depth0))
    + " – "
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"ended"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":7,"column":31},"end":{"line":7,"column":95}}})) != null ? stack1 : "")
    + " UTC</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "ended", {"start":{"line":7,"column":46},"end":{"line":7,"column":51}} ), depth0));
},"4":function(container,depth0,helpers,partials,data) {
    return "still under way at "
    + container.escapeExpression(container.lambda(container.strict(depth0, "asOf", {"start":{"line":7,"column":82},"end":{"line":7,"column":86}} ), depth0));
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<dl class=\"facts\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":14,"column":9}}})) != null ? stack1 : "")
    + "</dl>\n";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<div class=\""
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":13,"column":14},"end":{"line":13,"column":19}} ), depth0))
    + "\"><dt>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":13,"column":29},"end":{"line":13,"column":33}} ), depth0))
    + "</dt><dd>"
    + alias3(alias2(alias1(depth0, "value", {"start":{"line":13,"column":46},"end":{"line":13,"column":51}} ), depth0))
    + "</dd></div>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<svg class=\"shares\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "headline", {"start":{"line":18,"column":94},"end":{"line":18,"column":102}} ), depth0))
    + "\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"shares"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":19,"column":126}}})) != null ? stack1 : "")
    + "\n</svg>\n";
},"8":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<rect class=\""
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":19,"column":31},"end":{"line":19,"column":36}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":19,"column":45},"end":{"line":19,"column":46}} ), depth0))
    + "\" y=\"0\" width=\""
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":19,"column":65},"end":{"line":19,"column":70}} ), depth0))
    + "\" height=\"12\"><title>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":19,"column":95},"end":{"line":19,"column":100}} ), depth0))
    + "</title></rect>";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"note\">\n<h3>It waits: <code>"
    + alias3(alias2(alias1(lookupProperty(depth0,"waiting"), "reason", {"start":{"line":24,"column":22},"end":{"line":24,"column":36}} ), depth0))
    + "</code></h3>\n<p><bdi>"
    + alias3(alias2(alias1(lookupProperty(depth0,"waiting"), "message", {"start":{"line":25,"column":10},"end":{"line":25,"column":25}} ), depth0))
    + "</bdi></p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"waiting"),"meaning"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":97}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"waiting"),"cure"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":27,"column":106}}})) != null ? stack1 : "")
    + "\n</section>\n";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"quiet\">"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"waiting"),"meaning"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":40},"end":{"line":26,"column":86}}})) != null ? stack1 : "")
    + "</p>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"pieces"),depth0,{"name":"pieces","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><strong>What helps:</strong> "
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"waiting"),"cure"),{"name":"each","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":52},"end":{"line":27,"column":95}}})) != null ? stack1 : "")
    + "</p>";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"note\">\n<p>"
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"omitted"), "text", {"start":{"line":32,"column":5},"end":{"line":32,"column":17}} ), depth0))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"omitted"),"groups"),{"name":"each","hash":{},"fn":container.program(14, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":35,"column":9}}})) != null ? stack1 : "")
    + "</section>\n";
},"14":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<details><summary>Without details: "
    + alias3(alias2(alias1(depth0, "what", {"start":{"line":34,"column":37},"end":{"line":34,"column":41}} ), depth0))
    + "</summary><p class=\"indexes\">"
    + alias3(alias2(alias1(depth0, "indexes", {"start":{"line":34,"column":74},"end":{"line":34,"column":81}} ), depth0))
    + "</p></details>\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section>\n<h3>Why tasks failed</h3>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"failures"),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":41,"column":0},"end":{"line":41,"column":39}}})) != null ? stack1 : "")
    + "\n</section>\n";
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"groups"),depth0,{"name":"groups","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section>\n<h3>What tasks wait for</h3>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"waits"),{"name":"each","hash":{},"fn":container.program(16, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":47,"column":0},"end":{"line":47,"column":36}}})) != null ? stack1 : "")
    + "\n</section>\n";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section>\n<h3 id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "id", {"start":{"line":52,"column":10},"end":{"line":52,"column":12}} ), depth0))
    + "-timeline\">When tasks were at work</h3>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"timeline"),depth0,{"name":"timeline","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n";
},"19":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section>\n<h3 id=\""
    + container.escapeExpression(container.lambda(container.strict(depth0, "id", {"start":{"line":58,"column":10},"end":{"line":58,"column":12}} ), depth0))
    + "-durations\">How long tasks took</h3>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"histogram"),depth0,{"name":"histogram","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "</section>\n";
},"20":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section>\n<h3>Tasks</h3>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"lists"),{"name":"each","hash":{},"fn":container.program(21, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":65,"column":0},"end":{"line":79,"column":9}}})) != null ? stack1 : "")
    + "</section>\n";
},"21":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details class=\"list\""
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"isOpen"),{"name":"if","hash":{},"fn":container.program(22, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":66,"column":21},"end":{"line":66,"column":47}}})) != null ? stack1 : "")
    + ">\n<summary><span class=\"badge "
    + alias4(alias3(alias2(depth0, "phase", {"start":{"line":67,"column":30},"end":{"line":67,"column":35}} ), depth0))
    + "\">"
    + alias4(alias3(alias2(depth0, "phase", {"start":{"line":67,"column":41},"end":{"line":67,"column":46}} ), depth0))
    + "</span> "
    + alias4(alias3(alias2(depth0, "count", {"start":{"line":67,"column":58},"end":{"line":67,"column":63}} ), depth0))
    + "</summary>\n<div class=\"scroll\" role=\"region\" aria-label=\""
    + alias4(alias3(alias2(depth0, "phase", {"start":{"line":68,"column":48},"end":{"line":68,"column":53}} ), depth0))
    + ": "
    + alias4(alias3(alias2(depth0, "count", {"start":{"line":68,"column":59},"end":{"line":68,"column":64}} ), depth0))
    + "\" tabindex=\"0\">\n<table"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"hasTimes"),{"name":"if","hash":{},"fn":container.program(23, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":69,"column":6},"end":{"line":69,"column":43}}})) != null ? stack1 : "")
    + ">\n<thead><tr><th scope=\"col\" class=\"number\">#</th><th scope=\"col\">Task</th><th scope=\"col\">Branch</th>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"hasTimes"),{"name":"if","hash":{},"fn":container.program(24, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":70,"column":100},"end":{"line":70,"column":191}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"hasResults"),{"name":"if","hash":{},"fn":container.program(25, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":70,"column":191},"end":{"line":70,"column":243}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"hasReasons"),{"name":"if","hash":{},"fn":container.program(26, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":70,"column":243},"end":{"line":70,"column":292}}})) != null ? stack1 : "")
    + "</tr></thead>\n<tbody>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(27, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":72,"column":0},"end":{"line":74,"column":9}}})) != null ? stack1 : "")
    + "</tbody>\n</table>\n</div>\n</details>\n";
},"22":function(container,depth0,helpers,partials,data) {
    return " open";
},"23":function(container,depth0,helpers,partials,data) {
    return " class=\"times\"";
},"24":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">Started</th><th scope=\"col\" class=\"number\">Took</th>";
},"25":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">Result</th>";
},"26":function(container,depth0,helpers,partials,data) {
    return "<th scope=\"col\">Why</th>";
},"27":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"row"),depth0,{"name":"row","hash":{"hasReasons":lookupProperty(depths[1],"hasReasons"),"hasResults":lookupProperty(depths[1],"hasResults"),"hasTimes":lookupProperty(depths[1],"hasTimes")},"data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<article id=\""
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":1,"column":15},"end":{"line":1,"column":17}} ), depth0))
    + "\" aria-labelledby=\""
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":1,"column":40},"end":{"line":1,"column":42}} ), depth0))
    + "-name\">\n<header>\n<p class=\"where\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"namespace"),{"name":"if","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":17},"end":{"line":3,"column":75}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"batch"),{"name":"if","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":75},"end":{"line":3,"column":124}}})) != null ? stack1 : "")
    + "</p>\n<h2 id=\""
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":4,"column":10},"end":{"line":4,"column":12}} ), depth0))
    + "-name\"><bdi>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":4,"column":28},"end":{"line":4,"column":32}} ), depth0))
    + "</bdi> <span class=\"badge "
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":4,"column":62},"end":{"line":4,"column":67}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":4,"column":73},"end":{"line":4,"column":78}} ), depth0))
    + "</span></h2>\n<p class=\"headline\">"
    + alias3(alias2(alias1(depth0, "headline", {"start":{"line":5,"column":22},"end":{"line":5,"column":30}} ), depth0))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"started"),{"name":"if","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":7}}})) != null ? stack1 : "")
    + "</header>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"facts"),{"name":"if","hash":{},"fn":container.program(5, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"shares"),{"name":"if","hash":{},"fn":container.program(7, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"waiting"),{"name":"if","hash":{},"fn":container.program(9, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"omitted"),{"name":"if","hash":{},"fn":container.program(13, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":37,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"failures"),{"name":"if","hash":{},"fn":container.program(15, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":43,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"waits"),{"name":"if","hash":{},"fn":container.program(17, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":49,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"timeline"),{"name":"if","hash":{},"fn":container.program(18, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":55,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"durations"),{"name":"if","hash":{},"fn":container.program(19, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":56,"column":0},"end":{"line":61,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"lists"),{"name":"if","hash":{},"fn":container.program(20, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":62,"column":0},"end":{"line":81,"column":7}}})) != null ? stack1 : "")
    + "</article>\n";
},"usePartial":true,"useData":true,"useDepths":true},
  timeline: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "Each row is "
    + container.escapeExpression(container.lambda(container.strict(lookupProperty(depth0,"timeline"), "groupSize", {"start":{"line":1,"column":57},"end":{"line":1,"column":75}} ), depth0))
    + " tasks, by their number: the stronger the shade, the more of them at work.";
},"1":function(container,depth0,helpers,partials,data) {
    return "Each row is a task.";
},"2":function(container,depth0,helpers,partials,data) {
    return "<li><svg viewBox=\"0 0 50 10\" aria-hidden=\"true\"><rect class=\"shade1\" width=\"10\" height=\"10\"/><rect class=\"shade2\" x=\"10\" width=\"10\" height=\"10\"/><rect class=\"shade3\" x=\"20\" width=\"10\" height=\"10\"/><rect class=\"shade4\" x=\"30\" width=\"10\" height=\"10\"/><rect class=\"shade5\" x=\"40\" width=\"10\" height=\"10\"/></svg> fewer to more at work</li>\n<li><svg class=\"mark\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"Failed\" y=\"4\" width=\"10\" height=\"5\"/></svg> a task failed</li>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li><svg class=\"mark\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"Succeeded\" width=\"10\" height=\"10\"/></svg> succeeded</li>\n<li><svg class=\"mark\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"Failed\" width=\"10\" height=\"10\"/></svg> ✕ failed</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"timeline"),"hasRunning"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":160}}})) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    return "<li><svg class=\"mark\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"Running\" width=\"10\" height=\"10\"/></svg> running</li>";
},"5":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"marks"),{"name":"each","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":16,"column":9}}})) != null ? stack1 : "")
    + "<svg width=\""
    + alias4(alias3(alias2(lookupProperty(depth0,"plot"), "x", {"start":{"line":17,"column":14},"end":{"line":17,"column":20}} ), depth0))
    + "\" height=\""
    + alias4(alias3(alias2(depth0, "height", {"start":{"line":17,"column":34},"end":{"line":17,"column":40}} ), depth0))
    + "\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(7, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":19,"column":9}}})) != null ? stack1 : "")
    + "</svg>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"shades"),{"name":"each","hash":{},"fn":container.program(8, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":22,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"failures"),{"name":"if","hash":{},"fn":container.program(10, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":23,"column":122}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"bars"),depth0,{"name":"bars","hash":{"round":true},"data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"isGrouped"),{"name":"if","hash":{},"fn":container.program(11, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":26,"column":16}}})) != null ? stack1 : "")
    + "\n";
},"6":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<text class=\"axis\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":15,"column":39},"end":{"line":15,"column":40}} ), depth0))
    + "\" y=\"16\" text-anchor=\""
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":15,"column":66},"end":{"line":15,"column":72}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":15,"column":78},"end":{"line":15,"column":82}} ), depth0))
    + "</text><path class=\"rule\" d=\"M"
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":15,"column":116},"end":{"line":15,"column":117}} ), depth0))
    + " "
    + alias3(alias2(alias1(lookupProperty(depths[1],"plot"), "y", {"start":{"line":15,"column":122},"end":{"line":15,"column":131}} ), depth0))
    + "v"
    + alias3(alias2(alias1(lookupProperty(depths[1],"plot"), "height", {"start":{"line":15,"column":136},"end":{"line":15,"column":150}} ), depth0))
    + "\"/>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<text x=\"200\" y=\""
    + alias3(alias2(alias1(depth0, "textY", {"start":{"line":18,"column":33},"end":{"line":18,"column":38}} ), depth0))
    + "\" text-anchor=\"end\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":18,"column":62},"end":{"line":18,"column":66}} ), depth0))
    + "</text>\n";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<path class=\"shade"
    + container.escapeExpression(container.lambda(container.strict(depth0, "shade", {"start":{"line":21,"column":36},"end":{"line":21,"column":41}} ), depth0))
    + "\" d=\""
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cells"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":48},"end":{"line":21,"column":117}}})) != null ? stack1 : "")
    + "\"/>\n";
},"9":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "M"
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":21,"column":66},"end":{"line":21,"column":67}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "y", {"start":{"line":21,"column":72},"end":{"line":21,"column":73}} ), depth0))
    + "h"
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":21,"column":78},"end":{"line":21,"column":83}} ), depth0))
    + "v"
    + alias3(alias2(alias1(depth0, "height", {"start":{"line":21,"column":88},"end":{"line":21,"column":94}} ), depth0))
    + "h-"
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":21,"column":100},"end":{"line":21,"column":105}} ), depth0))
    + "z";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<path class=\"Failed\" d=\""
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"failures"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":40},"end":{"line":23,"column":112}}})) != null ? stack1 : "")
    + "\"/>";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"rows"),{"name":"each","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":17},"end":{"line":26,"column":9}}})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<rect class=\"hover\" x=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"box"), "x", {"start":{"line":25,"column":56},"end":{"line":25,"column":61}} ), depth0))
    + "\" y=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"box"), "y", {"start":{"line":25,"column":70},"end":{"line":25,"column":75}} ), depth0))
    + "\" width=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"box"), "width", {"start":{"line":25,"column":88},"end":{"line":25,"column":97}} ), depth0))
    + "\" height=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"box"), "height", {"start":{"line":25,"column":111},"end":{"line":25,"column":121}} ), depth0))
    + "\"><title>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":25,"column":134},"end":{"line":25,"column":139}} ), depth0))
    + "</title></rect>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, alias4=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p class=\"quiet\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"timeline"),"isGrouped"),{"name":"if","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.program(1, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":1,"column":17},"end":{"line":1,"column":185}}})) != null ? stack1 : "")
    + " Time runs from the first start.</p>\n<ul class=\"legend\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(lookupProperty(depth0,"timeline"),"isGrouped"),{"name":"if","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.program(3, data, 0, blockParams, depths),"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n<div class=\"scroll\" role=\"region\" aria-label=\"Timeline\" tabindex=\"0\">\n<svg class=\"chart\" viewBox=\"0 0 "
    + alias4(alias3(alias2(lookupProperty(depth0,"timeline"), "width", {"start":{"line":13,"column":34},"end":{"line":13,"column":48}} ), depth0))
    + " "
    + alias4(alias3(alias2(lookupProperty(depth0,"timeline"), "height", {"start":{"line":13,"column":53},"end":{"line":13,"column":68}} ), depth0))
    + "\" role=\"img\" aria-labelledby=\""
    + alias4(alias3(alias2(depth0, "id", {"start":{"line":13,"column":102},"end":{"line":13,"column":104}} ), depth0))
    + "-timeline\">\n"
    + ((stack1 = lookupProperty(helpers,"with").call(alias1,lookupProperty(depth0,"timeline"),{"name":"with","hash":{},"fn":container.program(5, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":27,"column":9}}})) != null ? stack1 : "")
    + "</svg>\n</div>\n";
},"usePartial":true,"useData":true,"useDepths":true},
  histogram: {"0":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<path class=\"rule\" d=\"M"
    + alias3(alias2(alias1(lookupProperty(depth0,"plot"), "x", {"start":{"line":5,"column":25},"end":{"line":5,"column":31}} ), depth0))
    + " "
    + alias3(alias2(alias1(lookupProperty(depth0,"most"), "y", {"start":{"line":5,"column":36},"end":{"line":5,"column":42}} ), depth0))
    + "h"
    + alias3(alias2(alias1(lookupProperty(depth0,"plot"), "width", {"start":{"line":5,"column":47},"end":{"line":5,"column":57}} ), depth0))
    + "\"/>\n<text x=\"48\" y=\""
    + alias3(alias2(alias1(lookupProperty(depth0,"most"), "y", {"start":{"line":6,"column":18},"end":{"line":6,"column":24}} ), depth0))
    + "\" dy=\"4\" text-anchor=\"end\">"
    + alias3(alias2(alias1(lookupProperty(depth0,"most"), "text", {"start":{"line":6,"column":55},"end":{"line":6,"column":64}} ), depth0))
    + "</text>\n"
    + ((stack1 = container.invokePartial(lookupProperty(partials,"bars"),depth0,{"name":"bars","hash":{"round":false},"data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "")
    + "<path class=\"base\" d=\"M"
    + alias3(alias2(alias1(lookupProperty(depth0,"plot"), "x", {"start":{"line":8,"column":25},"end":{"line":8,"column":31}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "bottom", {"start":{"line":8,"column":36},"end":{"line":8,"column":42}} ), depth0))
    + "h"
    + alias3(alias2(alias1(lookupProperty(depth0,"plot"), "width", {"start":{"line":8,"column":47},"end":{"line":8,"column":57}} ), depth0))
    + "\"/>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"marks"),{"name":"each","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":10,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"lines"),{"name":"each","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":12,"column":9}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<text class=\"axis\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":9,"column":39},"end":{"line":9,"column":40}} ), depth0))
    + "\" y=\""
    + alias3(alias2(alias1(depths[1], "height", {"start":{"line":9,"column":49},"end":{"line":9,"column":58}} ), depth0))
    + "\" dy=\"-8\" text-anchor=\"middle\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":9,"column":93},"end":{"line":9,"column":97}} ), depth0))
    + "</text>\n";
},"2":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<path class=\"line\" d=\"M"
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":11,"column":40},"end":{"line":11,"column":41}} ), depth0))
    + " "
    + alias3(alias2(alias1(depth0, "textY", {"start":{"line":11,"column":46},"end":{"line":11,"column":51}} ), depth0))
    + "V"
    + alias3(alias2(alias1(depths[1], "bottom", {"start":{"line":11,"column":56},"end":{"line":11,"column":65}} ), depth0))
    + "\"/><text class=\"value\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":11,"column":95},"end":{"line":11,"column":96}} ), depth0))
    + "\" y=\""
    + alias3(alias2(alias1(depth0, "textY", {"start":{"line":11,"column":105},"end":{"line":11,"column":110}} ), depth0))
    + "\" dx=\""
    + alias3(alias2(alias1(depth0, "dx", {"start":{"line":11,"column":120},"end":{"line":11,"column":122}} ), depth0))
    + "\" text-anchor=\""
    + alias3(alias2(alias1(depth0, "anchor", {"start":{"line":11,"column":141},"end":{"line":11,"column":147}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "text", {"start":{"line":11,"column":153},"end":{"line":11,"column":157}} ), depth0))
    + "</text>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<details>\n<summary>The ten that took longest</summary>\n<ol class=\"slowest\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"durations"),"slowest"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":9}}})) != null ? stack1 : "")
    + "</ol>\n</details>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + alias3(alias2(alias1(depth0, "took", {"start":{"line":21,"column":6},"end":{"line":21,"column":10}} ), depth0))
    + " – "
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"link"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":21,"column":15},"end":{"line":21,"column":103}}})) != null ? stack1 : "")
    + " <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":21,"column":126},"end":{"line":21,"column":131}} ), depth0))
    + "</span></li>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "link", {"start":{"line":21,"column":38},"end":{"line":21,"column":42}} ), depth0))
    + "\"><bdi>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":21,"column":53},"end":{"line":21,"column":57}} ), depth0))
    + "</bdi></a>";
},"6":function(container,depth0,helpers,partials,data) {
    return "<bdi>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":21,"column":84},"end":{"line":21,"column":88}} ), depth0))
    + "</bdi>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>Of "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "count", {"start":{"line":1,"column":8},"end":{"line":1,"column":23}} ), depth0))
    + ", half took at most <strong>"
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "median", {"start":{"line":1,"column":55},"end":{"line":1,"column":71}} ), depth0))
    + "</strong> and 90 % at most <strong>"
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "p90", {"start":{"line":1,"column":110},"end":{"line":1,"column":123}} ), depth0))
    + "</strong>; the shortest took "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "shortest", {"start":{"line":1,"column":156},"end":{"line":1,"column":174}} ), depth0))
    + ", the longest "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "longest", {"start":{"line":1,"column":192},"end":{"line":1,"column":209}} ), depth0))
    + ".</p>\n<div class=\"scroll\" role=\"region\" aria-label=\"Durations\" tabindex=\"0\">\n<svg class=\"chart\" viewBox=\"0 0 "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "width", {"start":{"line":3,"column":34},"end":{"line":3,"column":49}} ), depth0))
    + " "
    + alias3(alias2(alias1(lookupProperty(depth0,"durations"), "height", {"start":{"line":3,"column":54},"end":{"line":3,"column":70}} ), depth0))
    + "\" role=\"img\" aria-labelledby=\""
    + alias3(alias2(alias1(depth0, "id", {"start":{"line":3,"column":104},"end":{"line":3,"column":106}} ), depth0))
    + "-durations\">\n"
    + ((stack1 = lookupProperty(helpers,"with").call(alias4,lookupProperty(depth0,"durations"),{"name":"with","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":13,"column":9}}})) != null ? stack1 : "")
    + "</svg>\n</div>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(lookupProperty(depth0,"durations"),"slowest"),{"name":"if","hash":{},"fn":container.program(3, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "");
},"usePartial":true,"useData":true,"useDepths":true},
  bars: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<rect class=\""
    + alias3(alias2(alias1(depth0, "phase", {"start":{"line":1,"column":29},"end":{"line":1,"column":34}} ), depth0))
    + "\" x=\""
    + alias3(alias2(alias1(depth0, "x", {"start":{"line":1,"column":43},"end":{"line":1,"column":44}} ), depth0))
    + "\" y=\""
    + alias3(alias2(alias1(depth0, "y", {"start":{"line":1,"column":53},"end":{"line":1,"column":54}} ), depth0))
    + "\" width=\""
    + alias3(alias2(alias1(depth0, "width", {"start":{"line":1,"column":67},"end":{"line":1,"column":72}} ), depth0))
    + "\" height=\""
    + alias3(alias2(alias1(depth0, "height", {"start":{"line":1,"column":86},"end":{"line":1,"column":92}} ), depth0))
    + "\""
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"round"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":95},"end":{"line":1,"column":122}}})) != null ? stack1 : "")
    + "><title>"
    + alias3(alias2(alias1(depth0, "title", {"start":{"line":1,"column":132},"end":{"line":1,"column":137}} ), depth0))
    + "</title></rect>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return " rx=\"2\"";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"bars"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":2,"column":9}}})) != null ? stack1 : "");
},"useData":true},
  groups: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"meaning"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":18},"end":{"line":3,"column":56}}})) != null ? stack1 : "")
    + "</p>";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.invokePartial(lookupProperty(partials,"pieces"),depth0,{"name":"pieces","data":data,"helpers":helpers,"partials":partials,"decorators":container.decorators})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><strong>What helps:</strong> "
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"cure"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":44},"end":{"line":4,"column":79}}})) != null ? stack1 : "")
    + "</p>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<ul class=\"messages\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"messages"),{"name":"each","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":9,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"moreMessages"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":85}}})) != null ? stack1 : "")
    + "\n</ul>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"count"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":4},"end":{"line":8,"column":61}}})) != null ? stack1 : "")
    + "<bdi>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":8,"column":68},"end":{"line":8,"column":72}} ), depth0))
    + "</bdi></li>\n";
},"5":function(container,depth0,helpers,partials,data) {
    return "<span class=\"quiet\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "count", {"start":{"line":8,"column":39},"end":{"line":8,"column":44}} ), depth0))
    + "</span> ";
},"6":function(container,depth0,helpers,partials,data) {
    return "<li class=\"quiet\">and "
    + container.escapeExpression(container.lambda(container.strict(depth0, "moreMessages", {"start":{"line":10,"column":44},"end":{"line":10,"column":56}} ), depth0))
    + " other messages</li>";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"unless").call(alias1,lookupProperty(data,"first"),{"name":"unless","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":32},"end":{"line":13,"column":63}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"link"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":13,"column":63},"end":{"line":13,"column":151}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    return ", ";
},"9":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "link", {"start":{"line":13,"column":86},"end":{"line":13,"column":90}} ), depth0))
    + "\"><bdi>"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":13,"column":101},"end":{"line":13,"column":105}} ), depth0))
    + "</bdi></a>";
},"10":function(container,depth0,helpers,partials,data) {
    return "<bdi>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":13,"column":132},"end":{"line":13,"column":136}} ), depth0))
    + "</bdi>";
},"11":function(container,depth0,helpers,partials,data) {
    return " <span class=\"quiet\">and "
    + container.escapeExpression(container.lambda(container.strict(depth0, "more", {"start":{"line":13,"column":199},"end":{"line":13,"column":203}} ), depth0))
    + " more</span>";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<section class=\"group\">\n<h4><code>"
    + alias3(alias2(alias1(depth0, "reason", {"start":{"line":2,"column":12},"end":{"line":2,"column":18}} ), depth0))
    + "</code> <span class=\"quiet\">"
    + alias3(alias2(alias1(depth0, "count", {"start":{"line":2,"column":50},"end":{"line":2,"column":55}} ), depth0))
    + "</span></h4>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"meaning"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":67}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"cure"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":90}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"messages"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "")
    + "<p class=\"named\">"
    + ((stack1 = lookupProperty(helpers,"each").call(alias4,lookupProperty(depth0,"named"),{"name":"each","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":17},"end":{"line":13,"column":160}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":160},"end":{"line":13,"column":224}}})) != null ? stack1 : "")
    + "</p>\n</section>\n";
},"usePartial":true,"useData":true},
  row: {"0":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "link", {"start":{"line":1,"column":61},"end":{"line":1,"column":65}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "name", {"start":{"line":1,"column":71},"end":{"line":1,"column":75}} ), depth0))
    + "</a>";
},"1":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "name", {"start":{"line":1,"column":91},"end":{"line":1,"column":95}} ), depth0));
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<td>"
    + alias3(alias2(alias1(depth0, "started", {"start":{"line":1,"column":150},"end":{"line":1,"column":157}} ), depth0))
    + "</td><td>"
    + alias3(alias2(alias1(depth0, "took", {"start":{"line":1,"column":170},"end":{"line":1,"column":174}} ), depth0))
    + "</td>";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"outcome"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":210},"end":{"line":1,"column":371}}})) != null ? stack1 : "")
    + "</td>";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<code>"
    + alias3(alias2(alias1(depth0, "outcome", {"start":{"line":1,"column":233},"end":{"line":1,"column":240}} ), depth0))
    + "</code> "
    + alias3(alias2(alias1(depth0, "summary", {"start":{"line":1,"column":252},"end":{"line":1,"column":259}} ), depth0))
    + " "
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"pullRequestLink"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":1,"column":262},"end":{"line":1,"column":364}}})) != null ? stack1 : "");
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression;

  return "<a href=\""
    + alias3(alias2(alias1(depth0, "pullRequestLink", {"start":{"line":1,"column":296},"end":{"line":1,"column":311}} ), depth0))
    + "\">"
    + alias3(alias2(alias1(depth0, "pullRequest", {"start":{"line":1,"column":317},"end":{"line":1,"column":328}} ), depth0))
    + "</a>";
},"6":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "pullRequest", {"start":{"line":1,"column":344},"end":{"line":1,"column":355}} ), depth0));
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<td>"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"reason"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":405},"end":{"line":1,"column":450}}})) != null ? stack1 : "")
    + container.escapeExpression(container.lambda(container.strict(depth0, "message", {"start":{"line":1,"column":452},"end":{"line":1,"column":459}} ), depth0))
    + "</td>";
},"8":function(container,depth0,helpers,partials,data) {
    return "<code>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "reason", {"start":{"line":1,"column":427},"end":{"line":1,"column":433}} ), depth0))
    + "</code> ";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<tr><td>"
    + alias3(alias2(alias1(depth0, "index", {"start":{"line":1,"column":10},"end":{"line":1,"column":15}} ), depth0))
    + "</td><th scope=\"row\">"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":38},"end":{"line":1,"column":104}}})) != null ? stack1 : "")
    + "</th><td>"
    + alias3(alias2(alias1(depth0, "branch", {"start":{"line":1,"column":115},"end":{"line":1,"column":121}} ), depth0))
    + "</td>"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasTimes"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":128},"end":{"line":1,"column":188}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasResults"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":188},"end":{"line":1,"column":383}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"hasReasons"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":383},"end":{"line":1,"column":473}}})) != null ? stack1 : "")
    + "</tr>\n";
},"useData":true},
  pieces: {"0":function(container,depth0,helpers,partials,data) {
    return "<code>"
    + container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":1,"column":22},"end":{"line":1,"column":26}} ), depth0))
    + "</code>";
},"1":function(container,depth0,helpers,partials,data) {
    return container.escapeExpression(container.lambda(container.strict(depth0, "text", {"start":{"line":1,"column":45},"end":{"line":1,"column":49}} ), depth0));
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"isCode"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":58}}})) != null ? stack1 : "");
},"useData":true},
  style: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    return ":root {\n  --ground: #ffffff;\n  --raised: #f6f7f8;\n  --text: #1c2126;\n  --quiet: #59636e;\n  --rule: #dfe3e7;\n  --link: #1f5fb0;\n  --good: #2b7a68;\n  --bad: #c2371c;\n  --busy: #2a66c4;\n  --idle: #6b7580;\n}\n@media (prefers-color-scheme: dark) {\n  :root {\n    --ground: #14171a;\n    --raised: #1d2125;\n    --text: #e4e7ea;\n    --quiet: #9da7b0;\n    --rule: #31383e;\n    --link: #7fb2f5;\n    --good: #52b39d;\n    --bad: #ff7d66;\n    --busy: #6fa8fb;\n    --idle: #929ca6;\n  }\n}\n* {\n  box-sizing: border-box;\n}\nhtml {\n  color-scheme: light dark;\n  -webkit-text-size-adjust: 100%;\n}\nbody {\n  margin: 0;\n  background: var(--ground);\n  color: var(--text);\n  font: 16px/1.55 system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif;\n  overflow-wrap: anywhere;\n}\nmain,\nfooter {\n  max-width: 62rem;\n  margin: 0 auto;\n  padding: 0 1.25rem;\n}\nh1 {\n  margin: 2.5rem 0 0;\n  font-size: 0.8125rem;\n  font-weight: 600;\n  letter-spacing: 0.06em;\n  text-transform: uppercase;\n  color: var(--quiet);\n}\nh2 {\n  display: flex;\n  flex-wrap: wrap;\n  align-items: center;\n  gap: 0.25rem 0.75rem;\n  margin: 0.125rem 0 0.5rem;\n  font-size: 2rem;\n  line-height: 1.2;\n  letter-spacing: -0.015em;\n}\nh3 {\n  margin: 0 0 0.5rem;\n  font-size: 1.1875rem;\n  line-height: 1.3;\n}\nh4 {\n  display: flex;\n  flex-wrap: wrap;\n  align-items: baseline;\n  gap: 0 0.75rem;\n  margin: 0 0 0.25rem;\n  font-size: 1rem;\n}\nh4 code {\n  font-size: 1em;\n}\np {\n  margin: 0 0 0.5rem;\n}\na {\n  color: var(--link);\n  text-underline-offset: 0.15em;\n}\ncode {\n  font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, \"Liberation Mono\", monospace;\n}\narticle {\n  margin: 0 0 4rem;\n}\narticle + article {\n  padding-top: 2rem;\n  border-top: 1px solid var(--rule);\n}\nsection {\n  margin: 2.5rem 0 0;\n}\n.where,\n.quiet,\nfooter {\n  color: var(--quiet);\n  font-weight: 400;\n}\n.where {\n  margin: 1.5rem 0 0;\n}\n.headline {\n  font-size: 1.25rem;\n  margin: 0;\n}\n.badge {\n  padding: 0.2em 0.7em;\n  border: 1px solid;\n  border-radius: 1em;\n  font-size: 0.8125rem;\n  font-weight: 600;\n  line-height: 1.3;\n  letter-spacing: 0;\n  white-space: nowrap;\n}\n.badge.Succeeded {\n  color: var(--good);\n}\n.badge.Failed {\n  color: var(--bad);\n}\n.badge.Running {\n  color: var(--busy);\n}\n.badge.Pending {\n  color: var(--idle);\n}\n.facts {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 1rem 2.5rem;\n  margin: 1.5rem 0 1rem;\n}\n.facts dt {\n  font-size: 0.875rem;\n  color: var(--quiet);\n}\n.facts dd {\n  margin: 0;\n  font-size: 1.5rem;\n  font-weight: 600;\n  line-height: 1.25;\n  font-variant-numeric: tabular-nums;\n}\n.facts .Succeeded dd {\n  color: var(--good);\n}\n.facts .Failed dd {\n  color: var(--bad);\n}\n.facts .Running dd {\n  color: var(--busy);\n}\n.shares {\n  display: block;\n  width: 100%;\n  height: 0.75rem;\n  border-radius: 0.375rem;\n}\nrect.Succeeded {\n  fill: var(--good);\n}\nrect.Failed,\npath.Failed {\n  fill: var(--bad);\n}\nrect.Running {\n  fill: var(--busy);\n}\nrect.Pending {\n  fill: var(--idle);\n}\n.shade1 {\n  fill: var(--busy);\n  fill-opacity: 0.14;\n}\n.shade2 {\n  fill: var(--busy);\n  fill-opacity: 0.3;\n}\n.shade3 {\n  fill: var(--busy);\n  fill-opacity: 0.48;\n}\n.shade4 {\n  fill: var(--busy);\n  fill-opacity: 0.7;\n}\n.shade5 {\n  fill: var(--busy);\n}\n.hover {\n  fill: transparent;\n}\n.note,\n.group {\n  padding: 1rem 1.25rem;\n  background: var(--raised);\n  border-radius: 0.5rem;\n}\n.group {\n  margin: 0.75rem 0 0;\n  border-left: 3px solid var(--rule);\n}\n.note > :last-child,\n.group > :last-child {\n  margin-bottom: 0;\n}\n.messages {\n  margin: 0.5rem 0;\n  padding-left: 1.1rem;\n}\n.named {\n  font-size: 0.9375rem;\n}\n.indexes {\n  font-variant-numeric: tabular-nums;\n  color: var(--quiet);\n}\n.contents {\n  margin: 1rem 0 0;\n  padding: 0;\n  list-style: none;\n}\n.contents li {\n  margin: 0.25rem 0;\n}\n.legend {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.25rem 1.25rem;\n  margin: 0 0 0.75rem;\n  padding: 0;\n  list-style: none;\n  font-size: 0.875rem;\n  color: var(--quiet);\n}\n.legend svg {\n  width: 3.125rem;\n  height: 0.625rem;\n}\n.legend .mark {\n  width: 0.625rem;\n}\n.scroll {\n  overflow-x: auto;\n}\n.chart {\n  display: block;\n  width: 100%;\n  min-width: 36rem;\n  height: auto;\n}\n.chart text {\n  font-size: 13px;\n  fill: var(--text);\n}\n.chart .axis {\n  fill: var(--quiet);\n  font-size: 12px;\n}\n.chart .value {\n  font-weight: 600;\n}\n.rule {\n  stroke: var(--rule);\n}\n.base {\n  stroke: var(--quiet);\n}\n.line {\n  stroke: var(--text);\n  stroke-dasharray: 3 3;\n}\nsummary {\n  cursor: pointer;\n  padding: 0.375rem 0;\n}\n:focus-visible {\n  outline: 2px solid var(--link);\n  outline-offset: 2px;\n}\ntable {\n  width: 100%;\n  min-width: 36rem;\n  margin: 0.25rem 0 1rem;\n  border-collapse: collapse;\n  font-size: 0.875rem;\n  font-variant-numeric: tabular-nums;\n}\nthead th {\n  color: var(--quiet);\n  font-weight: 600;\n}\nth,\ntd {\n  padding: 0.375rem 1rem 0.375rem 0;\n  border-bottom: 1px solid var(--rule);\n  text-align: left;\n  vertical-align: top;\n  font-weight: 400;\n  unicode-bidi: isolate;\n  white-space: nowrap;\n}\ntbody th,\ntd:nth-child(3),\ntd:last-child {\n  min-width: 6rem;\n  white-space: normal;\n}\ntbody th {\n  min-width: 10rem;\n}\ntbody td:last-child:nth-child(n + 4) {\n  min-width: 14rem;\n}\n.times td:nth-child(5):last-child {\n  min-width: 0;\n  white-space: nowrap;\n}\ntd:first-child,\n.times td:nth-child(5),\n.number {\n  text-align: right;\n}\nfooter {\n  padding-bottom: 2.5rem;\n  font-size: 0.875rem;\n}\n@media print {\n  :root {\n    --ground: #ffffff;\n    --raised: #ffffff;\n    --text: #000000;\n    --quiet: #4a4f55;\n    --rule: #c4c8cc;\n    --link: #000000;\n    --good: #2b7a68;\n    --bad: #c2371c;\n    --busy: #2a66c4;\n    --idle: #6b7580;\n  }\n  @page {\n    margin: 15mm;\n  }\n  html {\n    color-scheme: light;\n    print-color-adjust: exact;\n    -webkit-print-color-adjust: exact;\n  }\n  body {\n    font-size: 10.5pt;\n  }\n  main,\n  footer {\n    max-width: none;\n    padding: 0;\n  }\n  h1 {\n    margin-top: 0;\n  }\n  h3,\n  h4,\n  h3 + p,\n  .legend,\n  summary {\n    break-after: avoid;\n  }\n  .group,\n  .note,\n  .chart,\n  tr {\n    break-inside: avoid;\n  }\n  .note,\n  .group {\n    border: 1px solid var(--rule);\n  }\n  .chart,\n  table {\n    min-width: 0;\n  }\n  .scroll {\n    overflow: visible;\n  }\n}\n";
},"useData":true},
};
